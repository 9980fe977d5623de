// What is typed and not sent yet is kept in this browser: over a reload, a restart, another button, another tab.
// The tab's own words are in its session, so that no other tab can take them; a new tab gets what was typed last.
import { firstFault, page } from "./page.js";

export const drafts = {
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

export function stash(place) {
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

export function giveBackTyped(place) {
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

export function keepTyped({ target }) {
  const form = target.closest("[data-draft]");
  if (!form) return;
  typedHere.add(form);
  drafts.keep(form);
}

tabs.addEventListener("message", followOtherTab);
