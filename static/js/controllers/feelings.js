/**
 * Asks at a pause what the words may feel like, and shows it above the feelings: nothing is chosen until somebody does.
 * What was shown and what was sent away goes along with the form. Silent while two are chosen, and where nothing is new.
 */
const PAUSE = 1200;
const HAND = 800; // milliseconds since a pointer moved among the feelings
const LEAST = 4; // characters, as in 气死我了

export function attach(frame, signal) {
  const form = frame.closest("form");
  const place = frame.querySelector("[data-place]");
  const boxes = [...form.querySelectorAll('[name="emotions"]')];
  const picker = boxes[0].closest("fieldset");
  let asked = "";
  let movedAt = 0;
  let timer = 0;

  const words = () => `${form.elements.title?.value ?? ""}\n${form.elements.body.value}`.trim();
  const isFull = () => boxes.filter((box) => box.checked).length >= 2;
  /** Nothing moves under a hand that is about to choose. */
  const isChoosing = () => Date.now() - movedAt < HAND || picker.matches(":focus-within");
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  const ask = () => {
    const now = words();
    if (isFull() || now === asked || [...now].length < LEAST) return;
    if (isChoosing()) {
      later();
      return;
    }
    asked = now;
    place.hidden = false;
    place.dispatchEvent(new CustomEvent("hearth:pause"));
  };
  const wait = ({ target }) => {
    if (["title", "body"].includes(target.name)) later();
  };

  const rows = () => [...place.querySelectorAll("[data-mood]")];
  const take = (row) => {
    row.remove();
    if (!rows().length) place.replaceChildren();
  };
  const settle = ({ target }) => {
    if (target.name !== "emotions") return;
    rows().forEach((row) => { if (isFull() || row.dataset.mood === target.value) take(row); });
    asked = isFull() ? "" : asked;
    if (!isFull()) later(); // one was given back: there is room again
  };
  const answer = ({ target }) => {
    const row = target.closest("[data-mood]");
    const isTaken = target.closest("[data-accept]");
    if (!row || !(isTaken || target.closest("[data-dismiss]"))) return;
    const box = boxes.find(({ value }) => value === row.dataset.mood);
    const next = isTaken ? box : row.nextElementSibling?.querySelector("[data-accept]") ?? boxes.find(({ disabled }) => !disabled);
    if (isTaken) box.checked = true;
    else note(frame, "dismissed", row.dataset.mood);
    take(row);
    next.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = () => {
    const shown = rows();
    shown.forEach((row) => note(frame, "suggested", row.dataset.mood));
    const labels = new Intl.ListFormat(document.documentElement.lang).format(shown.map((row) => row.dataset.label));
    frame.querySelector("[data-status]").textContent = labels && frame.dataset.said.replace("{feelings}", labels);
  };

  form.addEventListener("input", wait, { signal });
  form.addEventListener("change", settle, { signal });
  place.addEventListener("click", answer, { signal });
  place.addEventListener("htmx:afterSwap", show, { signal });
  place.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!isFull() && !isChoosing()) return;
    detail.shouldSwap = false;
    asked = "";
    later();
  }, { signal });
  picker.addEventListener("pointermove", () => { movedAt = Date.now(); }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  later(); // a draft or an earlier post that is opened again
}

/** Keeps a feeling in the form, once. */
function note(frame, name, value) {
  if (frame.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`)) return;
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name, value });
  frame.append(kept);
}
