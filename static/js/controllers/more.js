// "Load more" remembered: coming back to a feed loads as many parts again as were open, and goes to where one was.
const start = performance.getEntriesByType("navigation")[0]?.type === "navigate" ? null : history.state;
const wanted = start?.parts ?? 0;
let opened = 0;

addEventListener("pagehide", () => history.replaceState({ ...history.state, parts: opened, top: scrollY }, ""));

export function attach(element, signal) {
  const link = element.querySelector("a");
  const list = element.closest("[data-live-parts]");
  link.addEventListener("htmx:afterRequest", ({ detail }) => {
    opened += detail.successful ? 1 : 0;
    if (detail.successful && list) renewAll(list);
  }, { signal });
  if (opened >= wanted) return arrive();
  globalThis.htmx.process(element); // it may not have been here yet
  link.click();
}

/** A list that renews itself asks for as many parts as are open. */
function renewAll(list) {
  const address = new URL(list.dataset.liveGet, location.href);
  list.dataset.liveParts = Number(list.dataset.liveParts) + 1;
  address.searchParams.set("parts", list.dataset.liveParts);
  list.dataset.liveGet = address.pathname + address.search;
}

// The last part has no link of its own: its coming is seen by the feed.
document.addEventListener("htmx:afterSettle", () => opened >= wanted && arrive());

let isThere = wanted === 0;
function arrive() {
  if (isThere) return;
  isThere = true;
  requestAnimationFrame(() => scrollTo({ top: start.top, behavior: "instant" }));
}
