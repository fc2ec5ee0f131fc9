// "Load more" remembered: coming back to a feed loads as many parts again as were open, and goes to where one was.
const start = performance.getEntriesByType("navigation")[0]?.type === "navigate" ? null : history.state;
const wanted = start?.parts ?? 0;
let opened = 0;

addEventListener("pagehide", () => history.replaceState({ ...history.state, parts: opened, top: scrollY }, ""));

export function attach(element, signal) {
  const link = element.querySelector("a");
  link.addEventListener("htmx:afterRequest", (event) => (opened += event.detail.successful ? 1 : 0), { signal });
  if (opened >= wanted) return arrive();
  globalThis.htmx.process(element); // it may not have been here yet
  link.click();
}

// The last part has no link of its own: its coming is seen by the feed.
document.addEventListener("htmx:afterSettle", () => opened >= wanted && arrive());

let isThere = wanted === 0;
function arrive() {
  if (isThere) return;
  isThere = true;
  requestAnimationFrame(() => scrollTo({ top: start.top, behavior: "instant" }));
}
