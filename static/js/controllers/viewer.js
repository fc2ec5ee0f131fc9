/**
 * Shows a post's pictures over its page, one at a time; without scripts each is a link. Arrows lead on, and Escape, the
 * cross or a click beside the picture leads back.
 */
import { show } from "./dialog.js";

export function attach(dialog, signal) {
  const picture = dialog.querySelector("[data-shown]");
  const words = dialog.querySelector("[data-words]");
  const steps = [...dialog.querySelectorAll("[data-step]")];
  let links = [];
  let place = 0;

  const turn = (to) => {
    place = Math.max(0, Math.min(to, links.length - 1));
    const small = links[place].querySelector("img");
    picture.src = links[place].href;
    picture.alt = small.alt;
    words.textContent = small.alt;
    steps.forEach((button) => { button.hidden = !links[place + Number(button.dataset.step)]; });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".media.full a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    links = [...link.parentElement.querySelectorAll("a")];
    turn(links.indexOf(link));
    show(dialog);
  }, { signal });
  dialog.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (step) turn(place + Number(step.dataset.step));
    else if (target !== picture && !target.closest("figcaption")) dialog.close();
  }, { signal });
  dialog.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) turn(place + (getComputedStyle(dialog).direction === "rtl" ? -way : way));
  }, { signal });
}
