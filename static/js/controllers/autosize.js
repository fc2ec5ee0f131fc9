/** Grows a textarea with its text where the browser cannot do it in CSS. */
export function attach(element, signal) {
  if (CSS.supports("field-sizing", "content")) return;
  const area = element.matches("textarea") ? element : element.querySelector("textarea");
  const grow = () => {
    area.style.setProperty("block-size", "auto");
    area.style.setProperty("block-size", `${area.scrollHeight + 2}px`);
  };
  area.addEventListener("input", grow, { signal });
  grow();
}
