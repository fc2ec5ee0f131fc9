// Every htmx request carries the CSRF token; every failure becomes a toast and leaves the form as it was. What comes by itself and fails is left out.
import { toast } from "./toast.js";

const WRONG = 'form .notice.bad, [aria-invalid="true"], .errorlist:not(:empty)';
const CONTROL = 'input:not([type="hidden"]), textarea, select';
const WORDS = { 0: "offline", 401: "expired", 403: "denied", 404: "gone", 410: "gone", 429: "wait" };

export function listenToRequests() {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:sendError", ({ detail }) => leaveOut(detail.elt) || failed(0));
  document.addEventListener("htmx:timeout", ({ detail }) => leaveOut(detail.elt) || failed(0));
  document.addEventListener("htmx:responseError", ({ detail }) => leaveOut(detail.elt) || failed(detail.xhr.status, said(detail.xhr)));
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.xhr?.status === 422) focusFirstError(detail.target);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.xhr?.status === 422) requestAnimationFrame(showFirstError); // after htmx has scrolled to the top
  });
}

/** Says why a passkey or security key cannot be used; allauth's script writes it into the console alone. */
export function listenToKeys() {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const words = document.getElementById("toasts")?.dataset ?? {};
    const isNumber = /^[\d.]+$|:/.test(location.hostname);
    toast({ text: isNumber ? words.noName : words.noKey, kind: "error" });
  });
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** Nobody asked for what is fetched on arrival or at a pause: no toast, and no skeleton that stays for ever. */
function leaveOut(element) {
  const isUnasked = element.matches('[hx-trigger="load"], [hx-trigger="hearth:pause"]');
  if (isUnasked) element.hidden = true;
  return isUnasked;
}

/** A plain-text answer is a sentence for the reader; a page is not. */
function said(xhr) {
  const isPlain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isPlain && xhr.responseText.length < 300 ? xhr.responseText : "";
}

export function failed(status, sentence = "") {
  const words = document.getElementById("toasts")?.dataset ?? {};
  toast({ text: sentence || words[WORDS[status] ?? "failed"], kind: "error" });
}

function showFirstError() {
  document.activeElement.closest(".field")?.scrollIntoView({ block: "center" });
}

/** Leads to the first wrong field, or to the sentence about the whole form; the style guide's samples are no form. */
export function focusFirstError(target) {
  const root = target?.isConnected ? target : document;
  const wrong = [...root.querySelectorAll(WRONG)].find((element) => element.checkVisibility() && !element.closest(".guide"));
  const place = wrong?.matches(".errorlist") ? wrong.closest(".field, li, form")?.querySelector(CONTROL) : wrong;
  place?.focus();
}
