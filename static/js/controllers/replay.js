/** Shows what a template holds, again and again: the style guide's celebrations. */
export function attach(button, signal) {
  button.addEventListener("click", () => {
    const copy = document.getElementById(button.dataset.template).content.firstElementChild.cloneNode(true);
    copy.dataset.key = crypto.randomUUID();
    document.getElementById("celebrations").append(copy);
  }, { signal });
}
