/**
 * Keeps what is written: on this device at every pause, on the server every few seconds. A copy on this device that the
 * server has not confirmed comes back when the page is opened again, as after a lost connection or an expired session.
 */
import { csrfToken } from "../requests.js";

const PAUSE = 1500;
const LISTS = { emotions: "emotions", picture: "pictures", alt: "alts", suggested: "suggested", dismissed: "dismissed" };

export function attach(form, signal) {
  const local = new LocalCopy(form.dataset.member, form.dataset.intent);
  const status = form.querySelector("[data-saved]");
  const say = (text) => { if (text) status.textContent = text; };
  let timer = 0;
  let request = null;
  let isElsewhere = false; // another window has gone on with it: nothing of this one is kept any more

  const keep = () => {
    if (isElsewhere) return;
    local.write(payloadOf(form));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  const save = async () => {
    request?.abort();
    request = new AbortController();
    const payload = payloadOf(form);
    const { text, isKept, code } = await store(form, payload, request.signal);
    isElsewhere = code === "community.draft_written_elsewhere";
    if (isKept || isElsewhere) local.clear(isKept ? payload : null);
    say(text ?? form.dataset.device);
  };
  const stop = () => { clearTimeout(timer); request?.abort(); };

  for (const type of ["input", "change", "hearth:pictures"]) form.addEventListener(type, keep, { signal });
  form.addEventListener("submit", stop, { signal });
  waitForPictures(form, signal, stop);
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const { status } = detail.xhr; // `successful` is not set when the answer is a redirect
    if (status >= 200 && status < 400) local.clear();
    else if (!status) say(form.dataset.device);
  }, { signal });
  form.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    const next = detail.elt === form && detail.xhr.status < 400 && detail.xhr.getResponseHeader("HX-Redirect");
    if (next) history.replaceState(history.state, "", next); // the way back leads past a page that has done its work
  }, { signal });
  signal.addEventListener("abort", stop);
  form.addEventListener("change", ({ target }) => {
    if (target.dataset.prompt) form.elements.body.placeholder = target.dataset.prompt;
  }, { signal });
  if (restore(form, local.read())) {
    say(form.dataset.restored);
    keep();
  } else if (form.elements.body.value !== form.elements.body.defaultValue) {
    keep(); // somebody was quicker than this script
  }
}

/** Holds what was sent until the pictures on their way are there; one that is refused is for the writer to see first. */
function waitForPictures(form, signal, stop) {
  const button = form.querySelector('button[type="submit"]:not([formaction])');
  const isOnTheWay = () => form.querySelector('[data-controller="pictures"][aria-busy="true"]') !== null;
  let send = null;

  form.addEventListener("htmx:confirm", (event) => {
    if (event.detail.elt !== form || !isOnTheWay()) return;
    event.preventDefault();
    send = event.detail.issueRequest;
    button.setAttribute("aria-busy", "true");
  }, { signal });
  form.addEventListener("hearth:pictures", ({ target }) => {
    if (!send || isOnTheWay()) return;
    button.removeAttribute("aria-busy");
    if (!target.matches(".invalid")) {
      stop();
      send();
    }
    send = null;
  }, { signal });
}

class LocalCopy {
  constructor(member, intent) { this.name = `hearth:draft:${member}:${intent}`; } // others may sign in on this device

  read() {
    try { return JSON.parse(localStorage.getItem(this.name)); } catch { return null; }
  }

  write(payload) {
    try { localStorage.setItem(this.name, JSON.stringify(payload)); } catch { /* private window or full: the server has it */ }
  }

  /** Forgets the copy; with `sent`, only when nothing newer was written since. */
  clear(sent) {
    try {
      if (!sent || localStorage.getItem(this.name) === JSON.stringify(sent)) localStorage.removeItem(this.name);
    } catch { /* nothing was kept */ }
  }
}

function payloadOf(form) {
  const data = new FormData(form);
  const payload = { window: data.get("key") };
  for (const name of ["group", "type", "title", "body", "brand", "edition", "parent", "seen"]) {
    if (typeof data.get(name) === "string") payload[name] = data.get(name);
  }
  for (const [field, name] of Object.entries(LISTS)) {
    if (form.querySelector(`[name="${field}"]`)) payload[name] = data.getAll(field);
  }
  return payload;
}

async function store(form, payload, signal) {
  try {
    const response = await fetch(form.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ intent: form.dataset.intent, payload, seen: payload.seen }),
      signal,
    });
    const { text, code } = await response.json();
    return { text, code, isKept: response.ok };
  } catch (error) {
    return { text: error.name === "AbortError" ? "" : undefined, isKept: false };
  }
}

/** Puts an unconfirmed copy back into the fields; says whether anything changed. */
function restore(form, copy) {
  if (!copy) return false;
  let changed = false;
  for (const name of ["title", "body"]) {
    const field = form.elements[name];
    if (field && copy[name] && field.value !== copy[name]) {
      field.value = copy[name];
      changed = true;
    }
  }
  if (!changed) return false;
  const { seen } = form.elements;
  if (seen && seen.value !== copy.window) seen.value = copy.seen ?? ""; // what it went on from may not be the latest
  for (const box of form.querySelectorAll('[name="emotions"], [name="type"]')) {
    box.checked = [copy.type, ...(copy.emotions ?? [])].includes(box.value);
  }
  if (copy.group && form.elements.group?.options) form.elements.group.value = copy.group;
  form.querySelector("textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}
