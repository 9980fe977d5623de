// One box that finds every question, tool and persona of this page. Everything in it is also on the page.
const palette = document.getElementById("palette");
const box = document.getElementById("palette-words");
const found = document.getElementById("palette-found");
// What is asked and used most comes first; what can't be undone, such as moving the clock, last.
const places = ["#home-panel button", "#people a", ".behind summary", ".clock button"];
let chosen = 0;

function everything() {
  return places.flatMap((place) => [...document.querySelectorAll(place)]).map((element) => ({ element, label: labelOf(element) }));
}

function labelOf(element) {
  const name = (element.querySelector(".name") ?? element).textContent.trim();
  if (element.closest("#people")) return `Be ${name}`;
  return element.closest(".clock") ? `Move the clock: ${name.toLowerCase()}` : name;
}

function list() {
  const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = everything().filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word)));
  chosen = 0;
  found.replaceChildren(...matches.map(option));
  if (!matches.length) found.replaceChildren(nothing());
  mark();
}

function option({ element, label }, index) {
  const item = document.createElement("li");
  item.id = `palette-${index}`;
  item.role = "option";
  item.textContent = label;
  item.onclick = () => choose(element);
  item.pick = () => choose(element);
  return item;
}

function nothing() {
  const item = document.createElement("li");
  item.role = "option";
  item.textContent = `Ask: ${box.value}`;
  item.pick = item.onclick = () => {
    const words = document.getElementById("words");
    words.value = box.value;
    palette.close();
    words.form.requestSubmit();
  };
  return item;
}

function choose(element) {
  palette.close();
  element.click();
}

function mark() {
  [...found.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
  box.setAttribute("aria-activedescendant", found.children[chosen]?.id ?? "");
  found.children[chosen]?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (palette.open) return palette.close();
  box.value = "";
  palette.showModal();
  list();
});
box.addEventListener("input", list);
box.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    chosen = (chosen + step + found.children.length) % found.children.length;
    mark();
  } else if (event.key === "Enter") {
    event.preventDefault();
    found.children[chosen]?.pick();
  }
});
