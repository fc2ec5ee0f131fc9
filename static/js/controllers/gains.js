import { csrfToken } from "../requests.js";

/** Asks what the member gained since they last looked, when the page says there is news and when a live hint comes. */
export function attach(anchor, signal) {
  let asking = false;
  let again = false;
  const ask = async () => {
    again = asking;
    if (asking) return;
    asking = true;
    await show(anchor);
    asking = false;
    if (again) ask();
  };
  document.addEventListener("hearth:live", ({ detail }) => {
    if (detail.topic === anchor.dataset.live) whenVisible(ask);
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
