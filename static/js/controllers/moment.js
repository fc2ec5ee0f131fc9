const NEAR_MS = 6 * 86_400_000; // within it the weekday says more than the date

/** A moment in the reader's own time: "Sunday 21:00", or the date when it is farther away; the server's text is the fallback. */
export function attach(time) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const language = document.documentElement.lang || "en";
  const isNear = Math.abs(at - Date.now()) < NEAR_MS;
  const day = isNear ? { weekday: "long" } : { day: "numeric", month: "long" };
  time.title ||= new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(at);
  time.textContent = new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}
