/** At most two feelings: the others wait until one is given back. The server checks again. */
export function attach(picker, signal) {
  const max = Number(picker.dataset.max);
  const boxes = [...picker.querySelectorAll("input")];
  const settle = () => {
    const isFull = boxes.filter((box) => box.checked).length >= max;
    boxes.forEach((box) => { box.disabled = isFull && !box.checked; });
  };
  picker.addEventListener("change", settle, { signal });
  picker.form?.addEventListener("reset", () => setTimeout(settle), { signal });
  settle();
}
