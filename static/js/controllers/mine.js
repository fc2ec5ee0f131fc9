/** Marks the reader's own row in a board that is the same for everybody, each time the rows are renewed. */
export function attach(frame, signal) {
  const mark = () => {
    const row = frame.querySelector(`[data-member="${CSS.escape(frame.dataset.member)}"]`);
    if (!row || row.classList.contains("me")) return;
    row.classList.add("me");
    row.setAttribute("aria-current", "true");
    row.querySelector(".name").textContent = frame.dataset.you;
    const number = document.createElement("span");
    number.className = "mark";
    const score = row.querySelector(".score");
    number.append(...score.childNodes);
    score.append(number);
  };
  const watch = new MutationObserver(mark);
  watch.observe(frame, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watch.disconnect());
  mark();
}
