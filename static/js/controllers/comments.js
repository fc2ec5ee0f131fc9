/** "Reply" under an answer points the one form below at it, without leaving the page or losing what is typed. */
export function attach(form, signal) {
  const parent = form.elements.parent;
  const line = form.querySelector("[data-replying]");
  const point = (publicId, name) => {
    parent.value = publicId;
    line.querySelector("[data-name]").textContent = name;
    line.hidden = !publicId;
    form.elements.body.focus();
  };

  document.addEventListener("click", (event) => {
    const reply = event.target.closest("a[data-reply]");
    if (!reply || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    point(reply.dataset.reply, reply.dataset.name);
    form.scrollIntoView({ block: "nearest" });
  }, { signal });
  form.querySelector("[data-unreply]").addEventListener("click", (event) => {
    event.preventDefault();
    point("", "");
  }, { signal });
}
