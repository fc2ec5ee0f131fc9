/** Felt it, save, follow: the button flips at once and flips back when the server says no. htmx brings the truth. */
export function attach(form, signal) {
  const button = form.querySelector("[aria-pressed]");
  const number = form.querySelector("[data-count]");
  const flip = () => {
    const wasOn = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!wasOn));
    if (number) number.textContent = Math.max(0, Number(number.dataset.count) + (wasOn ? -1 : 1)) || "";
    if (number) number.dataset.count = number.textContent || "0";
  };
  form.addEventListener("htmx:beforeRequest", flip, { signal });
  form.addEventListener("htmx:responseError", flip, { signal });
  form.addEventListener("htmx:sendError", flip, { signal });
}
