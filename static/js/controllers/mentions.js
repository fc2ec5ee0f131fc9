/** Offers people while an @ is written, in a field for one person without it, too: few know another's handle, and nobody guesses that of a name without Latin letters. */
const BEGUN = /(?:^|[^A-Za-z0-9_@＠/.])[@＠]([\p{L}\p{M}\p{N}_]{1,20})$/u; // as in words.py, so far as it goes
const ALONE = /^\s*[@＠]?([\p{L}\p{M}\p{N}_ ]{1,20}?)\s*$/u;
const PAUSE = 120;

export function attach(area, signal) {
  const list = document.createElement("ul");
  list.className = "menu-panel people-panel";
  list.id = `${area.id}-people`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.dataset.peopleLabel);
  list.hidden = true;
  const said = document.createElement("p"); // whom the handles chosen here mean: few can be read
  said.className = "small quiet";
  said.setAttribute("role", "status");
  const names = new Map();
  area.after(said, list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let timer = 0;
  let request = null;

  const nameOf = (option) => option.querySelector("bdi").textContent;
  const isAlone = area.localName === "input";
  const begun = () => (isAlone ? ALONE.exec(area.value) : BEGUN.exec(area.value.slice(0, area.selectionStart).slice(-40)))?.[1] ?? "";
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (option) => {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
    area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const ask = async (word) => {
    request?.abort();
    request = new AbortController();
    const html = await found(`${area.dataset.people}?q=${encodeURIComponent(word)}`, request.signal);
    if (html === null || begun() !== word || document.activeElement !== area) return undefined;
    list.innerHTML = html;
    list.hidden = !list.children.length;
    if (list.hidden) return close();
    const [first, ...others] = list.children;
    if (others.length || first.dataset.handle !== word) return mark(first);
    names.set(word, nameOf(first)); // written out: there is nothing to choose, and a list would cover what comes below
    say();
    return close();
  };
  const look = () => {
    const word = begun();
    if (!word || names.has(word)) return close();
    clearTimeout(timer);
    timer = setTimeout(() => ask(word), PAUSE);
    return undefined;
  };
  const say = () => {
    const meant = [...names].filter(([handle]) => new RegExp(`[@＠]${handle}(?!\\w)`).test(area.value));
    const isolate = (name) => `\u2068${name}\u2069`;
    const line = meant.map(([handle, name]) => `@${handle}\u00a0= ${isolate(name)}`).join(" · ");
    if (said.textContent !== line) said.textContent = line;
    said.hidden = !line;
  };
  const choose = (option) => {
    names.set(option.dataset.handle, nameOf(option));
    const end = area.selectionStart;
    if (isAlone) area.value = `@${option.dataset.handle}`;
    else area.setRangeText(`@${option.dataset.handle} `, end - begun().length - 1, end, "end");
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  say();
  area.addEventListener("input", say, { signal });
  area.addEventListener("input", look, { signal }); // also of what an input method still composes, as telephones do all the time
  area.addEventListener("blur", close, { signal });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const options = [...list.children];
    const at = options.findIndex((each) => each.id === area.getAttribute("aria-activedescendant"));
    if (event.key === "ArrowDown") mark(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") mark(options.at(at - 1));
    else if (event.key === "Enter" || event.key === "Tab") choose(options[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal }); // the cursor stays where it is
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(option);
  }, { signal });
  signal.addEventListener("abort", () => { close(); list.remove(); said.remove(); });
}

/** Returns the options, or null when there was no answer, or one for another word is on its way. */
async function found(url, signal) {
  try {
    const answer = await fetch(url, { signal });
    return answer.ok && !answer.redirected ? (await answer.text()).trim() : null;
  } catch {
    return null;
  }
}
