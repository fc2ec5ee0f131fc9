import { close, expire, toast } from "../toast.js";

/** The region of toasts: closes them, lets them expire, and shows those that servers and modules ask for by `hearth:toast`. */
export function attach(region, signal) {
  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach((node) => node.classList?.contains("toast") && expire(node)));
  }).observe(region, { childList: true });
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) close(event.target.closest(".toast"));
  }, { signal });
  document.addEventListener("hearth:toast", ({ detail }) => toast(detail), { signal });
  region.append(...region.querySelectorAll(".toast")); // a region is not read out when it comes, but what is put into it is
}
