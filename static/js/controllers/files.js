/** Previews of chosen pictures with a line for their description; too many or too heavy ones are refused with a sentence. */
import { toast } from "../toast.js";

export function attach(picker, signal) {
  const input = picker.querySelector('input[type="file"]');
  const list = picker.querySelector(".previews");
  const template = picker.querySelector("template");
  let chosen = [];

  const show = () => {
    list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    list.replaceChildren(...chosen.map((entry, at) => preview(template, entry, at)));
    const kept = new DataTransfer();
    chosen.forEach((entry) => kept.items.add(entry.file));
    input.files = kept.files;
  };

  input.addEventListener("change", () => {
    for (const file of input.files) {
      const refusal = reason(picker, file, chosen.length);
      if (refusal) toast({ text: refusal, kind: "error" });
      else chosen.push({ file, alt: "" });
    }
    show();
  }, { signal });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    chosen.splice(Number(button.closest(".preview").dataset.at), 1);
    show();
    input.focus();
  }, { signal });
  list.addEventListener("input", (event) => {
    chosen[Number(event.target.closest(".preview").dataset.at)].alt = event.target.value;
  }, { signal });
  for (const type of ["dragover", "dragleave", "drop"]) {
    input.addEventListener(type, () => input.parentElement.classList.toggle("over", type === "dragover"), { signal });
  }
}

function reason(picker, file, count) {
  if (count >= Number(picker.dataset.max)) return picker.dataset.tooMany;
  if (file.size > Number(picker.dataset.maxBytes)) return picker.dataset.tooBig.replace("{name}", file.name);
  return file.type.startsWith("image/") && file.type !== "image/svg+xml" ? "" : picker.dataset.notImage.replace("{name}", file.name);
}

function preview(template, entry, at) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.at = at;
  element.querySelector("img").src = URL.createObjectURL(entry.file);
  const alt = element.querySelector("input");
  alt.value = entry.alt;
  return element;
}
