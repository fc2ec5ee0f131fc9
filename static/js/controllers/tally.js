/** Watches a team's bar: whoever comes in is seen (the new seats pop) and heard (the count is said), once. */
export function attach(frame, signal) {
  const said = frame.querySelector("[data-said]");
  const count = () => Number(frame.querySelector("[data-in]")?.dataset.in ?? 0);
  let before = count();
  const look = () => {
    const now = count();
    if (now > before) arrive(frame, before, now, said);
    before = now;
  };
  const watch = new MutationObserver(look);
  watch.observe(frame.lastElementChild, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watch.disconnect());
}

function arrive(frame, before, now, said) {
  [...frame.querySelectorAll(".seat-bar .in")].slice(before, now).forEach((seat) => seat.classList.add("fresh"));
  frame.querySelector("[data-in]").classList.add("fresh");
  const words = frame.querySelector(".tally h2:not(.hidden-text)") ?? frame.querySelector(".tally-count");
  if (words) said.textContent = words.textContent.trim();
}
