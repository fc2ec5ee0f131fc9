// Which module serves which data-controller. A module exports attach(element, signal); the signal aborts when the element leaves.
const MODULES = {
  "autosize": () => import("./controllers/autosize.js"),
  "battle": () => import("./controllers/battle.js"),
  "celebration": () => import("./controllers/celebration.js"),
  "comments": () => import("./controllers/comments.js"),
  "composer": () => import("./controllers/composer.js"),
  "copy": () => import("./controllers/copy.js"),
  "countdown": () => import("./controllers/countdown.js"),
  "countup": () => import("./controllers/countup.js"),
  "counter": () => import("./controllers/counter.js"),
  "dialog": () => import("./controllers/dialog.js"),
  "feelings": () => import("./controllers/feelings.js"),
  "gains": () => import("./controllers/gains.js"),
  "mentions": () => import("./controllers/mentions.js"),
  "menu": () => import("./controllers/menu.js"),
  "mine": () => import("./controllers/mine.js"),
  "moment": () => import("./controllers/moment.js"),
  "mood-picker": () => import("./controllers/mood-picker.js"),
  "more": () => import("./controllers/more.js"),
  "offline": () => import("./controllers/offline.js"),
  "pictures": () => import("./controllers/pictures.js"),
  "reactions": () => import("./controllers/reactions.js"),
  "reltime": () => import("./controllers/reltime.js"),
  "replay": () => import("./controllers/replay.js"),
  "rows": () => import("./controllers/rows.js"),
  "shortcuts": () => import("./controllers/shortcuts.js"),
  "tabs": () => import("./controllers/tabs.js"),
  "tally": () => import("./controllers/tally.js"),
  "theme": () => import("./controllers/theme.js"),
  "time-zone": () => import("./controllers/time-zone.js"),
  "toasts": () => import("./controllers/toasts.js"),
  "viewer": () => import("./controllers/viewer.js"),
};

const running = new WeakMap();

export function start() {
  scan(document.documentElement);
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => node.nodeType === 1 && scan(node));
      change.removedNodes.forEach((node) => node.nodeType === 1 && release(node));
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function within(root) {
  const found = [...root.querySelectorAll("[data-controller]")];
  return root.matches("[data-controller]") ? [root, ...found] : found;
}

function scan(root) {
  within(root).forEach((element) => element.dataset.controller.split(/\s+/).forEach((name) => attach(element, name)));
}

async function attach(element, name) {
  const controllers = running.get(element) ?? new Map();
  if (!MODULES[name] || controllers.has(name)) return;
  const stop = new AbortController();
  controllers.set(name, stop);
  running.set(element, controllers);
  const module = await MODULES[name]();
  if (!stop.signal.aborted) module.attach(element, stop.signal);
}

function release(root) {
  if (root.isConnected) return; // moved, not removed
  for (const element of within(root)) {
    running.get(element)?.forEach((stop) => stop.abort());
    running.delete(element);
  }
}
