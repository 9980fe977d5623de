// The page works without this. With it, what changes arrives by itself and nothing is reloaded.
import { seen, show } from "./changes.js";
import { giveBackTyped, keepTyped } from "./drafts.js";
import { byId, firstFault, here, log, page, scrollTo, tell, words } from "./page.js";
import { send } from "./sending.js";

let stream;

function listen() {
  stream = new EventSource(`${here}/live?since=${encodeURIComponent(seen())}`);
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

// A field that is changed is no longer faulty; sending it finds what is.
function clearFault({ target }) {
  if (target === words) tell("words-fault", "");
  const faulty = target.closest("[aria-invalid=true]");
  const fault = faulty?.closest(".field")?.querySelector(".fault");
  faulty?.removeAttribute("aria-invalid");
  if (fault) fault.hidden = true;
}

// In a story, what its step did, which may be an older message; else the beginning of the latest.
function whatMatters() {
  const entries = [...byId("entries").querySelectorAll(".entry")];
  const newest = Math.max(...entries.map((entry) => Number(entry.dataset.version)));
  return byId("guide") ? entries.findLast((entry) => Number(entry.dataset.version) === newest) : entries.at(-1);
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
document.addEventListener("input", keepTyped);
document.addEventListener("input", clearFault);
addEventListener("hashchange", markTab);
addEventListener("online", () => stream.readyState === EventSource.CLOSED && listen());
addEventListener("pagehide", () => stream.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());

byId("words-hint").hidden = false;
markTab();
giveBackTyped(document);
// It opens at what is new, or at what matters.
const isScrolled = log.scrollHeight > log.clientHeight;
if (byId("new") && !byId("guide")) log.scrollBy(0, byId("new").getBoundingClientRect().top - log.getBoundingClientRect().top - 8);
else if (isScrolled && whatMatters()) scrollTo(whatMatters());
listen();
const fault = firstFault(page);
if (fault) fault.focus();
else if (!byId("form").hidden) byId("form-title").focus();
else if (matchMedia("(min-width: 56rem)").matches && !location.hash) words.focus({ preventScroll: true });
