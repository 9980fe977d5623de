// Puts what changed into the page: entries, the form, and what stands beside them.
import { giveBackTyped, stash } from "./drafts.js";
import { byId, firstFault, page, scrollTo, tell, words } from "./page.js";

const shown = new Map();
let version = page.dataset.version;
export const seen = () => version;

export function show(changes) {
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
