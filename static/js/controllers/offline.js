const PATIENCE_MS = 10_000;

/** The banner: shown after ten seconds without a network, hidden as soon as it is back. */
export function attach(banner, signal) {
  let timer;
  const show = () => { banner.hidden = false; };
  const wait = (ms) => { clearTimeout(timer); timer = setTimeout(show, ms); };
  addEventListener("offline", () => wait(PATIENCE_MS), { signal });
  addEventListener("online", () => { clearTimeout(timer); banner.hidden = true; }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  if (!navigator.onLine) wait(0);
}
