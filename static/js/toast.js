// toast({text, kind, note, href}): a short message; errors stay until closed, the rest leave after five seconds.
const SECONDS = 5;

export function toast({ text, kind = "info" }) {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!region || !template || !text) return null;
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector('[data-slot="text"]').textContent = text;
  element.classList.toggle("bad", kind === "error");
  region.append(element);
  return element;
}

/** Closes a toast after a while, waiting as long as somebody points at it or is inside it. */
export function expire(element) {
  if (element.classList.contains("bad")) return;
  const isHeld = () => element.matches(":hover, :focus-within");
  const leave = () => (isHeld() ? setTimeout(leave, 1000) : close(element));
  setTimeout(leave, SECONDS * 1000);
}

export function close(element) {
  element.classList.add("leaving");
  setTimeout(() => element.remove(), 180);
}
