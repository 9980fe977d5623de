// The page's places, and what every part does with them.
export const page = document.body;
export const here = `/as/${page.dataset.user}`;
export const byId = (id) => document.getElementById(id);
export const words = byId("words");
export const log = byId("log");

export function firstFault(place) {
  const faulty = place.querySelector("[aria-invalid=true]");
  return faulty?.querySelector("input") ?? faulty;
}

export function scrollTo(element) {
  const tall = element.offsetHeight > log.clientHeight;
  if (log.scrollHeight <= log.clientHeight) return element.scrollIntoView({ block: tall ? "start" : "end" });
  const [place, room] = [element.getBoundingClientRect(), log.getBoundingClientRect()];
  log.scrollBy(0, tall ? place.top - room.top - 16 : place.bottom - room.bottom + 16);
}

export function tell(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}
