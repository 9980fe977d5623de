// Sends a document without leaving the page: says how far it is, in words that a screen reader hears, and can be
// cancelled. Without scripts the form works as any other.
"use strict";
(() => {
  const TOLD_EVERY = 10; // seconds: often enough to know that it goes on, seldom enough to listen to
  const find = (id) => document.getElementById(id);
  const say = (words) => { find("status").textContent = words; };

  const show = (isWorking) => {
    find("working").hidden = !isWorking;
    find("send").disabled = isWorking;
    find("file").disabled = isWorking;
  };

  const replace = (received) => {
    const main = received && received.querySelector("main");
    if (!main) return false;
    document.querySelector("main").replaceWith(main);
    start();
    (find("result") || find("file-fault") || document.querySelector("h1")).focus();
    return true;
  };

  const send = (form) => {
    const request = new XMLHttpRequest();
    const document_ = new FormData(form);
    const bar = find("bar");
    let seconds = 0, isRead = false;
    const clock = setInterval(() => {
      seconds += 1;
      if (isRead && seconds % TOLD_EVERY === 0) say(`Still reading it. ${seconds} seconds so far.`);
    }, 1000);
    const end = (words) => {
      show(false);
      say(words);
      find("file").focus();
    };
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.loaded < event.total) bar.value = (100 * event.loaded) / event.total;
    };
    request.upload.onload = () => {
      isRead = true;
      bar.removeAttribute("value");
      say("Your document has arrived. Reading it, which takes a minute at most.");
    };
    request.onload = () => { if (!replace(request.response)) end("That did not work. Please send it again."); };
    request.onerror = () => end("The connection was lost. Please send it again.");
    request.onabort = () => end("Cancelled. Nothing of it is kept.");
    request.onloadend = () => clearInterval(clock);
    find("cancel").onclick = () => request.abort();
    request.open("POST", form.action);
    request.responseType = "document";
    bar.value = 0;
    show(true);
    say("Sending your document.");
    find("cancel").focus();
    request.send(document_);
  };

  const start = () => {
    const form = document.querySelector("form");
    if (form) form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
  };
  start();
})();
