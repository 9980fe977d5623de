// Sends what is written or pressed. What did not get through stays, and is never done twice.
import { seen, show } from "./changes.js";
import { drafts } from "./drafts.js";
import { byId, tell, words } from "./page.js";

const newEvent = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");

// The very same try again, after the connection failed, has the same event, so that it is never done twice.
let failed = {};
function eventFor(what) {
  return failed.what === what ? failed.event : newEvent();
}

export async function send(form, submitter) {
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
  body.set("since", seen());
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
