import { toast } from "../toast.js";

/** Copies what the field named by data-copies holds; on a phone that can, it opens the system's own way to share. */
export function attach(button, signal) {
  const field = document.getElementById(button.dataset.copies);
  if (!field || !(navigator.share || navigator.clipboard)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url: field.value }).catch(() => {});
      return;
    }
    await navigator.clipboard.writeText(field.value);
    toast({ text: button.dataset.done });
  }, { signal });
}
