/** Switches colours at once, then tells the server, so that the next page starts right. */
export function attach(form, signal) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new FormData(form, button);
    show(button.value);
    await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  }, { signal });
}

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.querySelectorAll('[data-controller~="theme"] button').forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === theme));
  });
}
