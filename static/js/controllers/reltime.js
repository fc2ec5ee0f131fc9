const STEPS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const shown = new Set();
let timer;

/** "12 min ago" in the page's language, kept true every half minute; the server's text is the fallback. */
export function attach(time, signal) {
  shown.add(time);
  tell(time);
  time.title ||= new Intl.DateTimeFormat(language(), { dateStyle: "full", timeStyle: "short" }).format(new Date(time.dateTime));
  signal.addEventListener("abort", () => shown.delete(time));
  timer ??= setInterval(() => shown.forEach(tell), 30_000);
}

const language = () => document.documentElement.lang || "en";

function tell(time) {
  const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
  if (Number.isNaN(seconds)) return;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", Infinity];
  const numeric = ["day", "second"].includes(unit) ? "auto" : "always"; // "yesterday" and "now", but not "last wk."
  const format = new Intl.RelativeTimeFormat(language(), { numeric, style: time.dataset.style ?? "narrow" });
  time.textContent = format.format(size === Infinity ? 0 : Math.trunc(seconds / size), unit);
}
