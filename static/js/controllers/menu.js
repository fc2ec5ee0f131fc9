/** A details menu that closes on Escape, on a click outside and when focus leaves. */
export function attach(menu, signal) {
  const close = () => { menu.open = false; };
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) close(); }, { signal });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  }, { signal });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      event.stopPropagation();
      close();
      menu.querySelector("summary").focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(menu, event);
  }, { signal });
}

function step(menu, event) {
  const items = [...menu.querySelectorAll(".menu-panel :is(a, button)")];
  if (!menu.open || !items.length) return;
  event.preventDefault();
  const move = event.key === "ArrowDown" ? 1 : -1;
  const at = items.indexOf(document.activeElement);
  items[at < 0 ? (move > 0 ? 0 : items.length - 1) : (at + move + items.length) % items.length].focus();
}
