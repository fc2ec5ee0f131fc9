// Renews one element from the server: soon, but not at the same moment as everybody else; one request at a time; never
// under the fingers of somebody who writes or has just pressed it, and not while the tab is hidden.
import { isFree } from "./free.js";
import { keepPlace } from "./place.js";
import { question } from "./questions.js";
import { cover, covers, newest } from "./versions.js";

const SOONEST_MS = 20;
const JITTER_MS = 230;
const SLOWEST_RETRY_MS = 30_000;
const GONE = [403, 404, 410];
const FRAGMENT_URL = "/live/fragment/?t=";

const jobs = new WeakMap(); // element -> { isAsking, isWaiting, timer, failures }
const lastHtml = new WeakMap();

/** Fetch the element's newest content; what is heard while a request runs is fetched after it. */
export function refresh(element) {
  const job = jobs.get(element) ?? { failures: 0 };
  jobs.set(element, job);
  if (!job.isAsking && !job.isWaiting) job.timer ??= setTimeout(ask, SOONEST_MS + Math.random() * JITTER_MS, element, job);
}

/** Show content that came without asking, and drop a request that waits for less. */
export function put(element, html, version) {
  if (!isFree(element)) return refresh(element);
  const job = jobs.get(element);
  if (job?.timer) clearTimeout(job.timer);
  if (job) delete job.timer;
  inner(element, html, version);
  cover(element, version);
}

async function ask(element, job) {
  delete job.timer;
  if (!element.isConnected) return;
  if (document.hidden) return postpone(element, job, document, "visibilitychange");
  if (!isFree(element)) return postpone(element, job, element, "focusout");
  job.isAsking = true;
  const stands = await load(element);
  job.isAsking = false;
  job.failures = stands ? 0 : job.failures + 1;
  if (!stands) job.timer ??= setTimeout(ask, retryIn(job.failures), element, job);
  else if (stands.isConnected && newest(stands.dataset.live) > covers(stands)) refresh(stands);
}

/** Return the element that now stands in this place, or nothing when it is worth another try. */
async function load(element) {
  const version = newest(element.dataset.live);
  const url = element.dataset.liveGet || FRAGMENT_URL + encodeURIComponent(element.dataset.live);
  const loaded = new AbortController();
  let found, isOld = false;
  element.addEventListener("hearth:sending", () => { isOld = true; }, { signal: loaded.signal });
  try {
    found = await question(url, version);
  } catch {
    return undefined;
  } finally { loaded.abort(); }
  const { answer, html } = found;
  if (!element.isConnected) return element;
  if (GONE.includes(answer.status)) return remove(element);
  if (!answer.ok) return undefined;
  if (!isFree(element)) return postpone(element, jobs.get(element), element, "focusout");
  if (isOld) return load(element); // it was asked before something was pressed here
  const isSignIn = answer.redirected; // the session is over; what stands here stays
  const stands = isSignIn ? element : show(element, html, answer.headers.get("Live-Version"));
  cover(stands, version);
  return stands;
}

/** Swap, and return the element that now stands there. */
function show(element, html, version) {
  const isInner = !element.dataset.liveGet || element.dataset.liveSwap === "inner";
  return isInner ? inner(element, html, version) : outer(element, html);
}

function inner(element, html, version) {
  if (version) element.dataset.liveVersion = version;
  if (lastHtml.get(element) === html) return element;
  lastHtml.set(element, html);
  const inside = version ? html : unwrap(element, html);
  keepPlace(element, () => {
    element.innerHTML = inside;
    return element;
  });
  window.htmx?.process(element);
  return element;
}

function outer(element, html) {
  const fresh = parse(html);
  if (!fresh) return element;
  keepPlace(element, () => {
    element.replaceWith(fresh);
    return fresh;
  });
  lastHtml.set(fresh, html);
  window.htmx?.process(fresh);
  return fresh;
}

/** A fragment for the inside may bring its own frame with the newer version; the frame stays, the version moves over. */
function unwrap(element, html) {
  const fresh = parse(html);
  if (fresh?.dataset.live !== element.dataset.live) return html;
  element.dataset.liveVersion = fresh.dataset.liveVersion;
  return fresh.innerHTML;
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function remove(element) {
  const words = element.dataset.liveGone;
  const note = document.createElement("p");
  note.className = "live-gone";
  note.setAttribute("role", "status");
  note.textContent = words;
  element.replaceWith(...(words ? [note] : []));
  return element;
}

const retryIn = (failures) => Math.random() * Math.min(SLOWEST_RETRY_MS, 1000 * 2 ** failures);

function postpone(element, job, target, event) {
  job.isWaiting = true;
  const heard = new AbortController();
  const again = () => {
    heard.abort();
    setTimeout(() => { job.isWaiting = false; refresh(element); });
  };
  // A menu's closing does not bubble: it is heard on its way down.
  for (const type of [event, "toggle", "htmx:afterRequest", "hearth:sent"]) target.addEventListener(type, again, { signal: heard.signal, capture: type === "toggle" });
  return element;
}
