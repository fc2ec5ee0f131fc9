/** A modal window: opened by data-opens="<id>", closed by data-closes, Escape or a click on the veil. */
export function attach(dialog, signal) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest(`[data-opens="${dialog.id}"]`);
    if (opener && !dialog.open) {
      event.preventDefault();
      show(dialog);
    }
  }, { signal });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  }, { signal });
  if (dialog.hasAttribute("data-open")) show(dialog);
}

/** The focus goes to the window itself, so that no button looks chosen, unless something in it asks for the focus. */
export function show(dialog) {
  dialog.showModal();
  if (dialog.querySelector("[autofocus]")) return;
  dialog.tabIndex = -1;
  dialog.focus();
}
