const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** Time left until datetime (or data-seconds from now), two units deep; at zero it says data-done and fires countdown:done. */
export function attach(time, signal) {
  const end = time.dataset.seconds ? Date.now() + time.dataset.seconds * 1000 : new Date(time.dateTime);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (left > 0) {
      time.textContent = words(left);
      return;
    }
    clearInterval(timer);
    time.textContent = time.dataset.done ?? words(0);
    time.dispatchEvent(new CustomEvent("countdown:done", { bubbles: true }));
  };
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  tick();
}

function words(left) {
  const parts = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(left / size);
    left -= amount * size;
    if (amount || parts.length || unit === "second") parts.push([unit, amount]);
    if (parts.length === 2) break;
  }
  const name = document.documentElement.lang || "en";
  return parts.map(([unit, amount]) => new Intl.NumberFormat(name, { style: "unit", unit, unitDisplay: "narrow" }).format(amount)).join(" ");
}
