import { toast } from "../toast.js";

/** Copies what the field named by data-copies holds, or the words of another element; on a phone that can, a field's
    link opens the system's own way to share. */
export function attach(button, signal) {
  const field = document.getElementById(button.dataset.copies);
  const isLink = field?.value !== undefined;
  if (!field || !(navigator.clipboard || (isLink && navigator.share))) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (isLink && navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url: field.value }).catch(() => {});
      return;
    }
    await navigator.clipboard.writeText(field.value ?? field.innerText);
    toast({ text: button.dataset.done });
  }, { signal });
}
