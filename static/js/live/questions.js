// What stands twice on a page, as the bell does, is asked for once: its elements wait differently long after one hint.
const SHARED_MS = 250;

const shared = new Map(); // version and address -> the answer that is under way or came a moment ago

/** Ask for an element's content, or return what another was answered when no more was known of the topic. */
export function question(url, version) {
  const name = `${version} ${url}`;
  if (!shared.has(name)) {
    const forget = () => shared.delete(name);
    shared.set(name, ask(url));
    shared.get(name).then(({ answer }) => answer.ok || forget(), forget);
    setTimeout(forget, SHARED_MS);
  }
  return shared.get(name);
}

async function ask(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store" });
  return { answer, html: await answer.text() };
}

// Who pressed something wants to see what became of it, not an answer from before.
for (const type of ["hearth:sending", "htmx:afterRequest"]) {
  document.addEventListener(type, () => shared.clear(), { capture: true });
}
