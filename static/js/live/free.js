// Whether an element may be renewed now: never under the fingers of somebody who writes in it or has just pressed it.
const WRITABLE = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=hidden]), select, textarea, [contenteditable]";
const BUSY = "details.menu[open], .htmx-request, [data-sending]";

/** Nobody writes inside, nothing written in a form to keep would be lost, no menu is open and no answer awaited in it. */
export const isFree = (element) =>
  !(element.contains(document.activeElement) && document.activeElement.matches(WRITABLE)) &&
  !element.querySelector(BUSY) &&
  ![...element.querySelectorAll("form[data-keep]")].some((form) => [...form.elements].some(isChanged));

function isChanged(field) {
  if (!field.matches(WRITABLE)) return false;
  if ("unsent" in field.dataset) return field.value !== ""; // given back with the reason why it was refused
  const first = field.options ? ([...field.options].find((option) => option.defaultSelected)?.value ?? "") : field.defaultValue;
  return field.value !== first;
}
