const LONG_MS = 700;
const NUMBER = /\d[\d,.\u00a0\u202f]*/g;

/** Counts the numbers of a short text up from 0, once and for the eye; voices, and who prefers less motion, have them at once. */
export function attach(element, signal) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const text = element.textContent;
  const said = span(text, "class", "hidden-text");
  const shown = span(text, "aria-hidden", "true");
  element.replaceChildren(said, shown);
  const start = performance.now();
  const step = (now) => {
    const part = Math.min(1, (now - start) / LONG_MS);
    if (part < 1 && !signal.aborted) {
      shown.textContent = text.replace(NUMBER, (number) => counted(number, part));
      requestAnimationFrame(step);
    } else {
      shown.remove();
      said.removeAttribute("class");
    }
  };
  requestAnimationFrame(step);
}

function span(text, name, value) {
  const element = document.createElement("span");
  element.textContent = text;
  element.setAttribute(name, value);
  return element;
}

function counted(number, part) {
  const whole = Number(number.replace(/\D/g, ""));
  return String(Math.round(whole * (1 - (1 - part) ** 3)));
}
