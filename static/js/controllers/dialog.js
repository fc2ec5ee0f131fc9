/** A modal window: opened by data-opens="<id>", closed by data-closes, Escape or a click on the veil. */
export function attach(dialog, signal) {
  dialog.autofocus = !dialog.querySelector("[autofocus]"); // the window itself, so that no button looks chosen
  document.addEventListener("click", (event) => {
    const opener = event.target.closest(`[data-opens="${dialog.id}"]`);
    if (opener && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
  }, { signal });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  }, { signal });
  if (dialog.hasAttribute("data-open")) dialog.showModal();
}
