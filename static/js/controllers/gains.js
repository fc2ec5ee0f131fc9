import { csrfToken } from "../requests.js";

const SETTLING_MS = 400; // between a hint and the question: what follows an action arrives, or the page is left
const LEAVING_MS = 4000;

/**
 * Asks what the member gained since they last looked, when the page says there is news and when a live hint comes.
 * A page that sends something, or is about to be left, waits: the next page tells the news instead, for it is told once.
 */
export function attach(anchor, signal) {
  let isAsking = false;
  let isAskedAgain = false;
  let leavingUntil = 0;
  const ask = async () => {
    const wait = document.querySelector("form.htmx-request") ? SETTLING_MS : leavingUntil - Date.now();
    if (wait > 0) return setTimeout(ask, wait);
    isAskedAgain = isAsking;
    if (isAsking || !anchor.isConnected) return;
    isAsking = true;
    await show(anchor);
    isAsking = false;
    if (isAskedAgain) ask();
  };
  addEventListener("beforeunload", () => { leavingUntil = Date.now() + LEAVING_MS; }, { signal });
  document.addEventListener("hearth:live", ({ detail }) => {
    if (detail.topic === anchor.dataset.live) setTimeout(whenVisible, SETTLING_MS, ask);
  }, { signal });
  if (anchor.hasAttribute("data-news")) whenVisible(ask);
}

async function show(anchor) {
  const answer = await fetch(anchor.dataset.get, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const template = document.createElement("template");
  template.innerHTML = (await answer.text()).trim();
  const news = template.content.firstElementChild;
  if (!news) return;
  const marked = await markSeen(anchor.dataset.seen, news.dataset.sequence);
  if (!marked) return; // another tab, or no network: it is shown next time
  document.getElementById("toasts")?.append(...news.querySelectorAll(".toast"));
  document.getElementById("celebrations")?.append(...news.querySelectorAll("dialog"));
}

async function markSeen(url, sequence) {
  const body = new URLSearchParams({ sequence });
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
  return answer?.ok ?? false;
}

function whenVisible(then) {
  if (!document.hidden) return then();
  document.addEventListener("visibilitychange", then, { once: true });
}
