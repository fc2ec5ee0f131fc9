/** Sends pictures as soon as they are chosen, and shows each with a line for its description. */
import { csrfToken } from "../requests.js";
import { toast } from "../toast.js";

export function attach(picker, signal) {
  const input = picker.querySelector('input[type="file"]');
  const list = picker.querySelector(".previews");
  const template = picker.querySelector("template");
  const status = picker.querySelector("[data-sending]");
  const changed = () => picker.dispatchEvent(new CustomEvent("hearth:pictures", { bubbles: true }));
  const room = () => Number(picker.dataset.max) - list.children.length;

  const take = async (files) => {
    for (const file of files) {
      const refusal = room() <= 0 ? picker.dataset.tooMany : file.size > Number(picker.dataset.maxBytes) ? named(picker.dataset.tooBig, file) : "";
      if (refusal) {
        toast({ text: refusal, kind: "error" });
        continue;
      }
      status.textContent = file.name;
      picker.setAttribute("aria-busy", "true");
      const sent = await send(picker.dataset.upload, file);
      if (sent.id) list.append(preview(template, sent));
      else toast({ text: sent.error || named(picker.dataset.failed, file), kind: "error" });
    }
    status.textContent = "";
    picker.removeAttribute("aria-busy");
    changed();
  };

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  }, { signal });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    button.closest(".preview").remove();
    changed();
    input.focus();
  }, { signal });
  for (const type of ["dragover", "dragleave", "drop"]) {
    input.addEventListener(type, () => input.parentElement.classList.toggle("over", type === "dragover"), { signal });
  }
}

const named = (sentence, file) => sentence.replace("{name}", file.name);

async function send(url, file) {
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body });
    return response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
  } catch {
    return {};
  }
}

function preview(template, { id, url }) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("img").src = url;
  element.querySelector('[name="picture"]').value = id;
  return element;
}
