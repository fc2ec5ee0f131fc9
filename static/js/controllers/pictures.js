/** Sends pictures as soon as they are chosen, dropped or pasted, and shows each with a line for its description. */
import { csrfToken } from "../requests.js";
import { toast } from "../toast.js";

const SENT_AS_IT_IS = 1_000_000;
const LONGEST_SIDE = 2400;

export function attach(picker, signal) {
  const input = picker.querySelector('input[type="file"]');
  const list = picker.querySelector(".previews");
  const template = picker.querySelector("template");
  const status = picker.querySelector("[data-sending]");
  const problems = picker.querySelector("[data-problems]");
  const changed = () => picker.dispatchEvent(new CustomEvent("hearth:pictures", { bubbles: true }));
  let taking = 0;
  const room = () => Number(picker.dataset.max) - list.children.length;

  const refuse = (text) => {
    toast({ text, kind: "error" });
    problems.append(Object.assign(document.createElement("li"), { textContent: text }));
    picker.classList.add("invalid");
    input.setAttribute("aria-invalid", "true");
  };
  const forgive = () => {
    problems.replaceChildren();
    picker.classList.remove("invalid");
    input.removeAttribute("aria-invalid");
  };

  const take = async (files) => {
    forgive();
    taking += 1;
    picker.setAttribute("aria-busy", "true");
    for (const each of files) {
      status.textContent = each.name;
      const file = await smaller(each);
      const refusal = room() <= 0 ? picker.dataset.tooMany : file.size > Number(picker.dataset.maxBytes) ? named(picker.dataset.tooBig, file) : "";
      if (refusal) {
        refuse(refusal);
        continue;
      }
      const sent = await send(picker.dataset.upload, file);
      if (sent.id) list.append(preview(template, sent));
      else refuse(sent.error || named(picker.dataset.failed, file));
    }
    taking -= 1;
    if (!taking) {
      status.textContent = "";
      picker.removeAttribute("aria-busy");
    }
    changed();
  };

  const pick = () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) take(files);
  };

  input.addEventListener("change", pick, { signal });
  pick(); // somebody may have been quicker than this script
  takeElsewhere(picker.closest("form"), input, take, signal);
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

/** What is pasted or dropped anywhere in the form is meant for it; a copied text may carry a picture of itself, which is not. */
function takeElsewhere(form, input, take, signal) {
  form.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    take([...files]);
  }, { signal });
  for (const type of ["dragover", "drop"]) {
    form.addEventListener(type, (event) => {
      if (event.target === input || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault(); // else the file would open in place of the page
      if (type === "drop") take([...event.dataTransfer.files]);
    }, { signal });
  }
}

const named = (sentence, file) => sentence.replace("{name}", file.name);

/** A photo of a telephone is larger than anything that is shown: most of it need not travel, and none is refused for its size. */
async function smaller(file) {
  if (file.size < SENT_AS_IT_IS || file.type === "image/gif") return file;
  try {
    const bitmap = await createImageBitmap(file); // upright
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale),
    });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const type = file.type === "image/jpeg" ? file.type : "image/webp"; // the others may be transparent
    const blob = await new Promise((done) => { canvas.toBlob(done, type, 0.9); });
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

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
