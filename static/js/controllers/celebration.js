import { show } from "./dialog.js";

const SEEN = "celebrated";
const KEPT = 50;

/** Shown once per data-key, skippable by Escape, click or the button; waits for somebody who is writing. */
export function attach(dialog, signal) {
  if (!isFirst(dialog.dataset.key)) return dialog.remove();
  document.getElementById("celebrations")?.append(dialog); // what it came with may be renewed while it is open
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  }, { signal });
  dialog.addEventListener("close", () => dialog.remove(), { signal });
  whenFree(() => dialog.isConnected && show(dialog));
}

function isFirst(key) {
  const seen = JSON.parse(localStorage.getItem(SEEN) ?? "[]");
  if (seen.includes(key)) return false;
  localStorage.setItem(SEEN, JSON.stringify([...seen, key].slice(-KEPT)));
  return true;
}

function whenFree(go) {
  const isWriting = document.activeElement?.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (isWriting || document.querySelector("dialog[open]")) setTimeout(() => whenFree(go), 1500);
  else go();
}
