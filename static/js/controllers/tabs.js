/** Brings the tab of this page to the middle of a row that is too long for the screen. */
export function attach(row, signal) {
  const tab = row.querySelector("[aria-current]");
  const show = () => {
    const [inner, outer] = [tab, row].map((element) => element.getBoundingClientRect());
    row.scrollBy({ left: inner.left + inner.width / 2 - outer.left - outer.width / 2, behavior: "instant" });
  };
  if (!tab) return;
  show();
  document.fonts.ready.then(show); // words may have become wider
  row.addEventListener("htmx:afterSettle", show, { signal }); // and a count may have come
}
