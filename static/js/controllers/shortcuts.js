const CHORD_MS = 1200;
const PATIENCE_MS = 10_000; // a key older than this was meant for what one saw then

/** Single keys of DESIGN: an element says which key it answers by data-shortcut (with data-aim the key only goes there), a post by data-item. Off with data-shortcuts="off". */
export function attach(body, signal) {
  let chord = "";
  let timer;
  const hear = (event) => {
    if (isTaken(event, body)) return;
    const key = event.key.toLowerCase();
    const pressed = chord ? `${chord} ${key}` : key;
    clearTimeout(timer);
    chord = !chord && key === "g" ? "g" : "";
    timer = setTimeout(() => { chord = ""; }, CHORD_MS);
    if (!chord && run(pressed)) event.preventDefault();
  };
  document.addEventListener("keydown", hear, { signal });
  document.addEventListener("keydown", sendWhatIsWritten, { signal });
  const early = document.earlyKeys ?? [];
  document.earlyKeys = null; // early.js stops
  early.filter((event) => performance.now() - event.timeStamp < PATIENCE_MS).forEach(hear);
}

function sendWhatIsWritten(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
  const { form } = event.target.closest?.("[data-shortcut-submit]") ?? {};
  form?.requestSubmit(form.querySelector('button[type="submit"]:not([formaction])'));
}

function isTaken(event, body) {
  return body.dataset.shortcuts === "off" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
    || event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
}

function run(pressed) {
  if (pressed === "?") return press(document.querySelector('[data-opens="shortcuts"]'));
  if (pressed === "j" || pressed === "k") return move(pressed === "j" ? 1 : -1);
  const item = document.querySelector(".current[data-item]");
  if (pressed === "enter") return document.activeElement === item && press(item?.querySelector("a[data-open]"));
  return press(item?.querySelector(`[data-shortcut="${CSS.escape(pressed)}"]`) ?? visible(pressed));
}

function visible(pressed) {
  return [...document.querySelectorAll(`[data-shortcut="${CSS.escape(pressed)}"]`)].find((element) => !element.closest("[data-item]") && element.checkVisibility());
}

function press(element) {
  if (!element) return false;
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, [data-aim]")) element.focus();
  else element.click();
  if (element.matches("input[type=radio], input[type=checkbox]")) element.focus(); // so that Enter sends the form
  return true;
}

function move(step) {
  const items = [...document.querySelectorAll("[data-item]")];
  if (!items.length) return false;
  const at = items.findIndex((item) => item.classList.contains("current"));
  const next = items[Math.min(items.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  items[at]?.classList.remove("current");
  next.classList.add("current");
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  return true;
}
