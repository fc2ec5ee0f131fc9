const LONG_MS = 700;
const NUMBER = /\d[\d,.\u00a0\u202f]*/g;

/** Counts the numbers of a short text up from 0, once; who prefers less motion reads them at once. */
export function attach(element, signal) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const text = element.textContent;
  const start = performance.now();
  const step = (now) => {
    const part = Math.min(1, (now - start) / LONG_MS);
    element.textContent = part === 1 || signal.aborted ? text : text.replace(NUMBER, (number) => counted(number, part));
    if (part < 1 && !signal.aborted) requestAnimationFrame(step);
  };
  element.setAttribute("aria-label", text.trim());
  requestAnimationFrame(step);
}

function counted(number, part) {
  const whole = Number(number.replace(/\D/g, ""));
  return String(Math.round(whole * (1 - (1 - part) ** 3)));
}
