/** Adds and takes out rows of a Django formset. Without it the page offers two spare rows after each save. */
export function attach(element, signal) {
  const list = element.querySelector("[data-rows]");
  const template = element.querySelector("template[data-row]");
  const total = element.querySelector('input[name$="-TOTAL_FORMS"]');
  for (const hidden of element.querySelectorAll("[data-scripted], [data-rows] [data-remove]")) hidden.hidden = false;

  element.addEventListener("click", (event) => {
    if (event.target.closest("[data-add]")) add();
    const button = event.target.closest("[data-remove]");
    if (button) remove(button.parentElement);
  }, { signal });

  const add = () => {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.firstElementChild;
    row.querySelector("[data-remove]").hidden = false;
    list.append(row);
    total.value = Number(total.value) + 1;
    row.querySelector("input").focus();
  };

  // The row stays in the form, empty: the server leaves empty rows out.
  const remove = (row) => {
    for (const input of row.querySelectorAll("input")) input.value = "";
    const rest = [...list.children].filter((each) => each !== row && !each.hidden);
    row.hidden = true;
    (rest.at(-1)?.querySelector("input") ?? element.querySelector("[data-add]")).focus();
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
