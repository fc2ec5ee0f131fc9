// What htmx replaces may have had the focus, and may say something: both would be lost on who sees no screen.
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const SAY_MS = 120; // a region must be there before its words for a voice to read them

let held = null;

/** Keeps the focus in the place it had, and says again what came as a status. */
export function keepPlaces() {
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    const active = document.activeElement;
    const isInside = active !== document.body && target.contains(active);
    held = isInside ? { id: target.id, tag: active.tagName, at: controls(target, active.tagName).indexOf(active) } : null;
  });
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (held && document.activeElement === document.body) focusIn((held.id && document.getElementById(held.id)) || target);
    held = null;
    target.querySelectorAll?.('[role="status"]').forEach(sayAgain);
  });
}

function controls(root, tag) {
  return [...root.querySelectorAll(CONTROLS)].filter((element) => element.tagName === tag && element.checkVisibility());
}

function focusIn(root) {
  const twin = controls(root, held.tag)[held.at];
  if (!twin) root.tabIndex = -1;
  (twin ?? root).focus({ preventScroll: true });
}

function sayAgain(region) {
  const words = region.textContent;
  if (region.childElementCount || !words.trim()) return;
  region.textContent = "";
  setTimeout(() => { region.textContent ||= words; }, SAY_MS);
}
