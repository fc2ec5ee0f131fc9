/** Counts what is typed, by characters a reader sees, and says so below the field. */
export function attach(field, signal) {
  const input = field.querySelector("textarea, input");
  const max = Number(field.dataset.max);
  if (!input || !max) return;
  const line = document.createElement("p");
  line.className = "counter";
  line.hidden = true;
  input.after(line);
  const count = () => {
    const used = [...input.value].length;
    line.hidden = used < max * 0.8;
    line.textContent = field.dataset.text.replace("{used}", used).replace("{max}", max);
    line.classList.toggle("over", used > max);
  };
  input.removeAttribute("maxlength"); // nothing pasted is cut off in silence; the server and this line tell
  input.addEventListener("input", count, { signal });
  count();
}
