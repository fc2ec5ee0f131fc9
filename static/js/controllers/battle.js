const LONG_MS = 700;
const QUIET_MS = 6000;

/** Watches a battle's board: scores count up and bars grow from what they were, new lines are marked, and how it stands
    is said, though not more often than one can listen. */
export function attach(frame, signal) {
  const said = frame.querySelector("[data-said]");
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let before = read(frame);
  let saying;
  const look = () => {
    const now = read(frame);
    if (!isCalm) show(frame, before, now);
    if (changed(before.scores, now.scores)) saying ??= setTimeout(() => { saying = undefined; said.textContent = words(frame); }, QUIET_MS);
    before = now;
  };
  const watch = new MutationObserver((changes) => changes.some((change) => change.target.matches(".battle-board")) && look());
  watch.observe(frame, { childList: true, subtree: true });
  signal.addEventListener("abort", () => { watch.disconnect(); clearTimeout(saying); });
}

const keyed = (all, key, value) => new Map([...all].map((each) => [each.dataset[key], value(each)]));

function read(frame) {
  return {
    scores: keyed(frame.querySelectorAll("[data-score]"), "key", (each) => Number(each.dataset.score)),
    parts: keyed(frame.querySelectorAll("[data-part]"), "part", (each) => each.style.getPropertyValue("--v")),
    newest: Math.max(0, ...[...frame.querySelectorAll("[data-entry]")].map((each) => Number(each.dataset.entry))),
  };
}

const changed = (before, now) => [...now].some(([key, score]) => before.has(key) && before.get(key) !== score);

function show(frame, before, now) {
  for (const element of frame.querySelectorAll("[data-score]")) {
    const from = before.scores.get(element.dataset.key) ?? now.scores.get(element.dataset.key);
    if (from !== Number(element.dataset.score)) count(element, from, Number(element.dataset.score));
  }
  for (const part of frame.querySelectorAll("[data-part]")) grow(part, before.parts.get(part.dataset.part));
  if (!before.newest) return;
  for (const line of frame.querySelectorAll("[data-entry]")) {
    if (Number(line.dataset.entry) > before.newest) line.classList.add("fresh");
  }
}

function count(element, from, to) {
  const start = performance.now();
  const step = (at) => {
    const part = Math.min(1, (at - start) / LONG_MS);
    element.textContent = Math.round(from + (to - from) * (1 - (1 - part) ** 3));
    if (part < 1 && element.isConnected) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function grow(part, from) {
  const to = part.style.getPropertyValue("--v");
  if (from === undefined || from === to) return;
  part.style.setProperty("--v", from);
  part.getBoundingClientRect(); // the browser takes the old width in before it moves to the new one
  part.style.setProperty("--v", to);
}

function words(frame) {
  const teams = [...frame.querySelectorAll("[data-score]")];
  return teams.map((each) => `${each.parentElement.querySelector(".team-name").textContent.trim()} ${each.dataset.score}`).join(", ");
}
