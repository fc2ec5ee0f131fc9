// What stands on a page may be renewed at any moment: whoever reads or types there stays where they are.
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Change the element; focus, scroll position and what was folded open are given back to what stands in the same place. */
export function keepPlace(element, change) {
  const before = [...element.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const name = nameOf(document.activeElement);
  const { scrollTop, scrollLeft } = element;
  const open = new Set(folds(element).filter(([fold]) => fold.open).map(([, name]) => name));
  const row = chosen(element);
  const after = change();
  for (const [fold, name] of folds(after)) fold.open ||= open.has(name);
  Object.assign(after, { scrollTop, scrollLeft });
  if (row) return choose(after, row);
  if (before >= 0) twin([...after.querySelectorAll(FOCUSABLE)], before, name)?.focus({ preventScroll: true });
}

/** What can be folded open, each with its name: its id, else its words and the how manieth with these it is. */
function folds(element) {
  const seen = {};
  return [...element.querySelectorAll("details")].map((fold) => {
    const words = fold.id || fold.querySelector("summary")?.textContent.trim();
    seen[words] = (seen[words] ?? 0) + 1;
    return [fold, `${words} ${seen[words]}`];
  });
}

/** What does the same, wherever it now stands; else what stands in the same place. */
function twin(controls, before, name) {
  if (!name || nameOf(controls[before]) === name) return controls[before];
  return controls.find((each) => nameOf(each) === name) ?? controls[before];
}

const nameOf = (control) => control?.id || control?.getAttribute("href") || control?.getAttribute("formaction") || "";

/** Where somebody is who goes through a list by keyboard (controllers/shortcuts.js): a row has an id, and one may be gone. */
function chosen(element) {
  const items = [...element.querySelectorAll("[data-item]")];
  const at = items.findIndex((item) => item.classList.contains("current"));
  return at < 0 ? null : { id: items[at].id, at, hasFocus: document.activeElement === items[at] };
}

function choose(element, { id, at, hasFocus }) {
  const items = [...element.querySelectorAll("[data-item]")];
  const item = items.find((each) => id && each.id === id) ?? items[Math.min(at, items.length - 1)];
  if (!item) return;
  item.classList.add("current");
  item.tabIndex = -1;
  if (hasFocus) item.focus({ preventScroll: true });
}
