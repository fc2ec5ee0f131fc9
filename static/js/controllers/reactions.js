/** A reaction flips at once and flips back when the server says no. Its menu offers the other kinds. */
import { csrfToken, failed } from "../requests.js";

export function attach(element, signal) {
  const main = element.querySelector(":scope > .act");
  const number = main.querySelector("[data-count]");
  const choices = [...element.querySelectorAll(".menu-item")];
  let sent = 0;

  const state = () => ({ kind: main.getAttribute("aria-pressed") === "true" ? main.value : "", total: Number(number.dataset.count) });
  const show = ({ kind, total }) => {
    const choice = choices.find((each) => each.value === (kind || choices[0].value));
    main.value = choice.value;
    main.setAttribute("aria-pressed", String(Boolean(kind)));
    main.querySelector("svg").replaceWith(choice.querySelector("svg").cloneNode(true));
    main.querySelector("[data-label]").textContent = choice.textContent.trim();
    number.dataset.count = total;
    number.textContent = total || "";
    choices.forEach((each) => each.setAttribute("aria-pressed", String(each.value === kind)));
  };

  // What was pressed stands until the answer is there: nothing older is drawn over it.
  const announce = (what) => {
    element.toggleAttribute("data-sending", what === "sending");
    element.dispatchEvent(new CustomEvent(`hearth:${what}`, { bubbles: true }));
  };

  element.addEventListener("click", async (event) => {
    const button = event.target.closest("button[formaction]");
    if (!button) return;
    event.preventDefault();
    const menu = button.closest("details");
    menu?.removeAttribute("open");
    if (menu) main.focus(); // what had the focus is hidden now; the button says what was chosen
    const before = state();
    const pressed = button.value; // showing a state may change it
    const kind = before.kind === pressed ? "" : pressed;
    show({ kind, total: Math.max(0, before.total + Boolean(kind) - Boolean(before.kind)) });
    const turn = ++sent;
    announce("sending");
    const answer = await send(button.getAttribute("formaction"), pressed);
    if (turn !== sent) return; // a later press knows better
    show(answer ?? before);
    announce("sent");
  }, { signal });
}

async function send(url, kind) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Accept": "application/json", "X-CSRFToken": csrfToken() },
      body: new URLSearchParams({ kind }),
    });
    if (response.ok) return response.json();
    const isText = response.headers.get("Content-Type")?.startsWith("application/json");
    failed(response.status, isText ? (await response.json()).error : "");
  } catch {
    failed(0);
  }
  return null;
}
