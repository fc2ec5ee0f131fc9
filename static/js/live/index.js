// Keeps every element with `data-live` current, over one socket for each tab (docs/live-events.md).
// `<html data-live>` says how: "on" by the socket, "polling" over HTTP, "off" not at all.
// Other modules listen to the document's event `hearth:live` with { topic, version }.
import { Poll } from "./poll.js";
import { LiveSocket } from "./socket.js";
import { catchUp, ended, heard, isCrowded, stated, wanted } from "./topics.js";

const COLLECT_MS = 50;
const SCROLL_MS = 500;
const HIDDEN_MS = 60_000; // a tab that stays hidden gives its socket back
const PATIENCE_MS = 10_000; // before the banner says that nothing moves
const page = document.documentElement;

let subscribed = new Set();
let collecting, scrolling, hiding, losing;

const socket = new LiveSocket(address(), { up, down, frame });
const poll = new Poll(wanted, stated, (isWorking) => show(isWorking ? "polling" : "off"));

function address() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/ws/live/?l=${encodeURIComponent(page.lang)}`;
}

function up() {
  poll.stop();
  subscribed = new Set();
  show("on");
  collect();
}

function down() {
  subscribed = new Set();
  if (page.dataset.live === "on") show("off");
  poll.start();
}

function frame(data) {
  if (data.now) stated(data.now, data.epoch, data.all ? subscribed : []);
  else if (data.end) ended(data.end);
  else heard(data.t, data.v, data.html);
}

/** Tell the server what the page wants to hear now, and what no longer. */
function collect() {
  collecting = undefined;
  catchUp();
  if (!socket.isUp) return;
  const topics = new Set(wanted());
  const sub = [...topics].filter((topic) => !subscribed.has(topic));
  const unsub = [...subscribed].filter((topic) => !topics.has(topic));
  subscribed = topics;
  if (sub.length || unsub.length) socket.send({ sub, unsub });
}

function collectSoon() {
  collecting ??= setTimeout(collect, COLLECT_MS);
}

function show(state) {
  page.dataset.live = state;
  clearTimeout(losing);
  if (state === "off" && !document.hidden) losing = setTimeout(banner, PATIENCE_MS, true);
  else banner(false);
}

function banner(isShown) {
  document.querySelectorAll("[data-live-offline]").forEach((element) => { element.hidden = !isShown; });
}

function rest() {
  socket.close();
  poll.stop();
  clearTimeout(losing);
  page.dataset.live = "off";
}

function onVisibility() {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(rest, HIDDEN_MS);
  else socket.open();
}

function onScroll() {
  scrolling ??= setTimeout(() => {
    scrolling = undefined;
    if (isCrowded()) collect();
  }, SCROLL_MS);
}

show("off");
socket.open();
new MutationObserver(collectSoon).observe(page, { childList: true, subtree: true, attributeFilter: ["data-live"] });
document.addEventListener("visibilitychange", onVisibility);
addEventListener("scroll", onScroll, { passive: true });
addEventListener("online", () => socket.open());
addEventListener("pagehide", rest); // an open socket would keep the page out of the back/forward cache
addEventListener("pageshow", (event) => event.persisted && socket.open());
