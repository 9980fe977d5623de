// The page works without this. With it, what changes arrives by itself and nothing is reloaded.
const page = document.body;
const here = `/as/${page.dataset.user}`;
const byId = (id) => document.getElementById(id);
const words = byId("words");
const log = byId("log");
const shown = new Map();
let version = page.dataset.version;
let stream;

function show(changes) {
  if (changes.reload) return location.reload();
  if (changes.version === undefined) return;
  if (isNewer(changes.version, version)) version = changes.version;
  const added = changes.entries.map(showEntry).filter(Boolean);
  if (changes.form) showForm(changes.form);
  for (const [id, html] of Object.entries(changes.parts)) fill(id, html);
  byId("writing").hidden = !changes.writing;
  tell("moving", changes.moving);
  if (changes.writing || added.length) scrollTo(changes.writing ? byId("writing") : added.at(-1));
}

const isNewer = (one, other) => Number(one.split(".")[1]) > Number(other.split(".")[1]);

function fill(id, html) {
  const place = byId(id);
  if (shown.get(id) === html) return;
  shown.set(id, html);
  const focused = place.contains(document.activeElement) ? document.activeElement.textContent : null;
  place.innerHTML = html;
  if (focused === null) return;
  const again = [...place.querySelectorAll("a, button")].find((one) => one.textContent === focused);
  (again ?? place.closest("[tabindex]") ?? words).focus({ preventScroll: true });
}

function showEntry({ id, version: entryVersion, html }) {
  const old = byId(id);
  if (old && Number(old.dataset.version) >= entryVersion) return null;
  const template = document.createElement("template");
  template.innerHTML = html;
  const entry = template.content.firstElementChild;
  if (old) {
    const hadFocus = old.contains(document.activeElement);
    stash(old);
    old.replaceWith(entry);
    giveBackTyped(entry);
    if (hadFocus) (firstFault(entry) ?? entry.querySelector(".card")).focus();
    return null;
  }
  byId("empty")?.remove();
  entry.classList.add("new");
  byId("entries").append(entry);
  for (const image of entry.querySelectorAll("img")) image.onload = () => scrollTo(entry);
  while (byId("entries").children.length > Number(page.dataset.kept)) byId("entries").firstElementChild.remove();
  return entry;
}

function showForm({ version: formVersion, html }) {
  const form = byId("form");
  if (Number(form.dataset.version) >= formVersion) return;
  const hadFocus = form.contains(document.activeElement);
  const wasOpen = !form.hidden;
  stash(form);
  form.dataset.version = formVersion;
  form.innerHTML = html;
  form.hidden = !html;
  if (html) {
    if (!wasOpen && location.hash) location.hash = "#talk";
    form.scrollTop = 0;
    giveBackTyped(form);
    (firstFault(form) ?? form.querySelector("#form-title"))?.focus();
  } else if (hadFocus || wasOpen) words.focus({ preventScroll: true });
}

function firstFault(place) {
  const faulty = place.querySelector("[aria-invalid=true]");
  return faulty?.querySelector("input") ?? faulty;
}

// What is typed and not sent yet is kept in this browser: over a reload, a restart, another button, another tab.
// The tab's own words are in its session, so that no other tab can take them; a new tab gets what was typed last.
const drafts = {
  own: new Map(),
  key: (form) => `alongside ${page.dataset.birth} ${page.dataset.user} ${form.dataset.draft}`,
  keep(form) {
    const [key, values] = [drafts.key(form), valuesOf(form)];
    if (values === "[]") return drafts.drop(form);
    drafts.own.set(key, values);
    // A browser may keep nothing.
    for (const store of stores()) try { store.setItem(key, values); } catch { /* It is full. */ }
  },
  of(form) {
    const key = drafts.key(form);
    const kept = stores().map((store) => store.getItem(key)).find(Boolean) ?? "[]";
    drafts.own.set(key, kept);
    return JSON.parse(kept);
  },
  drop(form) {
    const [key, values] = [drafts.key(form), drafts.own.get(drafts.key(form))];
    drafts.forget(key, values);
    tabs.postMessage({ key, values });
  },
  forget(key, values) {
    for (const store of stores()) if (store.getItem(key) === values) store.removeItem(key);
  },
};
const tabs = new BroadcastChannel(`alongside ${page.dataset.birth} ${page.dataset.user}`);
function stores() {
  try { return [sessionStorage, localStorage]; } catch { return []; }
}
const valuesOf = (form) => {
  const typed = fieldsOf(form).filter((field) => field.type !== "radio" || field.checked);
  return JSON.stringify(typed.map((field) => [field.name, field.value]).filter(([, value]) => value.trim()));
};
const typedHere = new WeakSet();
const fieldsOf = (form) => [...form.querySelectorAll("input, select, textarea")].filter((field) => field.type !== "hidden");
const draftsIn = (place) => (place.matches?.("[data-draft]") ? [place] : [...place.querySelectorAll("[data-draft]")]);
const isTouched = (field) =>
  field.type === "radio" ? field.checked !== field.defaultChecked
  : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected)
  : field.value !== field.defaultValue;

function stash(place) {
  for (const form of draftsIn(place)) {
    if (form.dataset.sent || !typedHere.has(form) || !fieldsOf(form).some(isTouched)) continue;
    drafts.keep(form);
  }
}

// Another tab sent or emptied what both held: it goes here, too, also from a form that closed. Other words stay.
function followOtherTab({ data: { key, values } }) {
  drafts.forget(key, values);
  for (const form of draftsIn(document).filter((one) => drafts.key(one) === key)) {
    if (valuesOf(form) === values) form.reset();
    else if (typedHere.has(form)) drafts.keep(form);
  }
}

function giveBackTyped(place) {
  for (const form of draftsIn(place)) {
    if (firstFault(form)) continue;
    for (const [name, value] of drafts.of(form)) {
      for (const field of fieldsOf(form).filter((one) => one.name === name)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
        field.closest("details")?.setAttribute("open", "");
      }
    }
  }
}

function scrollTo(element) {
  const tall = element.offsetHeight > log.clientHeight;
  if (log.scrollHeight <= log.clientHeight) return element.scrollIntoView({ block: tall ? "start" : "end" });
  const [place, room] = [element.getBoundingClientRect(), log.getBoundingClientRect()];
  log.scrollBy(0, tall ? place.top - room.top - 16 : place.bottom - room.bottom + 16);
}

function tell(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}

const newEvent = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");

// The very same try again, after the connection failed, has the same event, so that it is never done twice.
let failed = {};
function eventFor(what) {
  return failed.what === what ? failed.event : newEvent();
}

async function send(form, submitter) {
  const isComposer = form.id === "composer";
  const isBusy = form.getAttribute("aria-busy") === "true";
  // Further messages may follow at once; a button pressed twice is pressed once.
  if (isBusy && (!isComposer || !words.value.trim())) return;
  const to = submitter?.getAttribute("formaction") ?? form.action;
  const body = new URLSearchParams(new FormData(form, submitter));
  body.delete("event");
  const what = `${to} ${body}`;
  const event = eventFor(what);
  body.set("event", event);
  body.set("since", version);
  form.setAttribute("aria-busy", "true");
  form.dataset.sent = "yes";
  tell("notice", "");
  if (isComposer) startWriting();
  try {
    const answer = await fetch(to, { method: "POST", body, headers: { "X-Live": "1" } });
    const changes = await answer.json();
    if (!answer.ok) delete form.dataset.sent;
    show(changes);
    if (!answer.ok) refused(changes, isComposer ? body.get("text") : "");
    else {
      if (form.dataset.draft && !(isComposer && words.value)) drafts.drop(form);
      tell("notice", changes.notice ?? "");
    }
  } catch {
    failed = { what, event };
    if (isComposer) giveBack(body.get("text"), "That did not get through. Your words are still here; please send them again.");
    else tell("notice", "That did not get through. Please try again.");
  } finally {
    form.removeAttribute("aria-busy");
    delete form.dataset.sent;
    if (isComposer && words.value.trim()) drafts.keep(form);
  }
}

function startWriting() {
  words.value = "";
  tell("words-fault", "");
  words.removeAttribute("aria-invalid");
}

function refused({ notice = "", fault = "" }, text) {
  if (text) giveBack(text, fault);
  else if (fault) giveBack("", fault);
  tell("notice", notice);
}

function giveBack(text, fault) {
  words.value = words.value ? `${text}\n${words.value}` : text;
  tell("words-fault", fault);
  if (fault) words.setAttribute("aria-invalid", "true");
  words.focus();
}

function listen() {
  stream = new EventSource(`${here}/live?since=${encodeURIComponent(version)}`);
  stream.onopen = () => tell("connection", "");
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.onerror = () => {
    tell("connection", "Connection lost. Trying again.");
    // Browsers try again by themselves after a break, but give up after a refusal.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

function markTab() {
  for (const tab of document.querySelectorAll(".tabs a")) {
    const hash = ["#who", "#home"].includes(location.hash) ? location.hash : "#talk";
    if (tab.hash === hash) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-live]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("composer").requestSubmit();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-draft]");
  if (!form) return;
  typedHere.add(form);
  drafts.keep(form);
});
tabs.addEventListener("message", followOtherTab);
addEventListener("hashchange", markTab);
addEventListener("online", () => stream.readyState === EventSource.CLOSED && listen());
addEventListener("pagehide", () => stream.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());

byId("words-hint").hidden = false;
markTab();
giveBackTyped(document);
// It opens at what is new, or at the beginning of the latest message, whose first line is what matters.
if (byId("new")) log.scrollBy(0, byId("new").getBoundingClientRect().top - log.getBoundingClientRect().top - 8);
else if (byId("entries").lastElementChild && log.scrollHeight > log.clientHeight) scrollTo(byId("entries").lastElementChild);
listen();
const fault = firstFault(page);
if (fault) fault.focus();
else if (!byId("form").hidden) byId("form-title").focus();
else if (matchMedia("(min-width: 56rem)").matches && !location.hash) words.focus({ preventScroll: true });
