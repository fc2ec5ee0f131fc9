import { csrfToken } from "../requests.js";

const SETTLING_MS = 400; // between a hint and the question: what follows an action arrives, or the page is left
const LEAVING_MS = 4000;

/**
 * Asks what the member gained since this tab last told them, when the page says there is news and when a live hint comes.
 * A page that sends something, or is about to be left, waits: the next page tells the news instead, for each tab tells once.
 */
export function attach(anchor, signal) {
  const told = new Told(anchor.dataset);
  let isAsking = false;
  let isAskedAgain = false;
  let leavingUntil = 0;
  const ask = async () => {
    const wait = document.querySelector("form.htmx-request") ? SETTLING_MS : leavingUntil - Date.now();
    if (wait > 0) return setTimeout(ask, wait);
    isAskedAgain = isAsking;
    if (isAsking || !anchor.isConnected) return;
    isAsking = true;
    await show(anchor, told);
    isAsking = false;
    if (isAskedAgain) ask();
  };
  addEventListener("beforeunload", () => { leavingUntil = Date.now() + LEAVING_MS; }, { signal });
  document.addEventListener("hearth:live", ({ detail }) => {
    if (detail.topic === anchor.dataset.live) setTimeout(whenVisible, SETTLING_MS, ask);
  }, { signal });
  if (told.isBehind) whenVisible(ask);
}

/** The number of the last activity that this tab has told of; "" where only the server knows what was shown before. */
class Told {
  constructor({ live, from, to }) {
    this.name = `told:${live}`;
    const kept = this.read();
    this.isBehind = Number(kept || from) !== Number(to);
    if (!this.isBehind) this.write(to);
    else this.number = Number(kept) < Number(to) ? kept : ""; // else the community began anew
  }

  read() {
    try { return sessionStorage.getItem(this.name) ?? ""; } catch { return ""; }
  }

  write(number) {
    this.number = number;
    try { sessionStorage.setItem(this.name, number); } catch { /* private window: until the page is left */ }
  }
}

async function show(anchor, told) {
  const url = `${anchor.dataset.get}?after=${told.number}`;
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const template = document.createElement("template");
  template.innerHTML = (await answer.text()).trim();
  const news = template.content.firstElementChild;
  if (!news) return;
  told.write(news.dataset.sequence);
  markSeen(anchor.dataset.seen, news.dataset.sequence);
  document.getElementById("toasts")?.append(...news.querySelectorAll(".toast"));
  document.getElementById("celebrations")?.append(...news.querySelectorAll("dialog"));
}

/** Tells the server where tabs that are yet to be opened begin. */
function markSeen(url, sequence) {
  const body = new URLSearchParams({ sequence });
  fetch(url, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
}

function whenVisible(then) {
  if (!document.hidden) return then();
  document.addEventListener("visibilitychange", then, { once: true });
}
