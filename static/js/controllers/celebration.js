const SEEN = "celebrated:";

/** Shown once per data-key, skippable by Escape, click or the button; steps aside for somebody who is writing. */
export function attach(dialog, signal) {
  const key = SEEN + dialog.dataset.key;
  if (localStorage.getItem(key)) return dialog.remove();
  localStorage.setItem(key, "1");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  }, { signal });
  dialog.addEventListener("close", () => dialog.remove(), { signal });
  whenFree(() => dialog.isConnected && dialog.showModal());
}

function whenFree(show) {
  const isBusy = document.activeElement?.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");
  if (isBusy) setTimeout(() => whenFree(show), 1500);
  else show();
}
