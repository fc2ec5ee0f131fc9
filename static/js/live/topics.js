// Which elements stand for which topic, and which of them no longer show the newest version. The server's HTML is the
// truth: `data-live` names the topic, `data-live-version` says what is shown. Hints only move forward; a statement
// ("now") is compared for equality; another epoch means another database, and then everything is stale.
import { put, refresh } from "./fetch.js";
import { cover, covers, learn, newest, unlearn, unlearnAll } from "./versions.js";

const MOST_TOPICS = 50; // as the server allows
const refused = new Set(); // asked for, and not among what the server granted
let epoch;

const elements = (topic) => document.querySelectorAll(topic ? `body [data-live="${CSS.escape(topic)}"]` : "body [data-live]");

/** The topics to hear: all of the page, or the fifty nearest to what is on the screen. */
export function wanted() {
  const nearest = new Map();
  for (const element of elements()) {
    const topic = element.dataset.live;
    if (topic) nearest.set(topic, [...(nearest.get(topic) ?? []), element]);
  }
  if (nearest.size <= MOST_TOPICS) return [...nearest.keys()];
  const distances = new Map([...nearest].map(([topic, all]) => [topic, Math.min(...all.map(distance))]));
  return [...distances.keys()].sort((one, other) => distances.get(one) - distances.get(other)).slice(0, MOST_TOPICS);
}

export const isCrowded = () => new Set([...elements()].map((element) => element.dataset.live)).size > MOST_TOPICS;

/** A hint, perhaps with the content itself. Doubles and late ones change nothing. */
export function heard(topic, version, html) {
  if (version > (newest(topic) ?? -1)) announce(topic, version);
  for (const element of elements(topic)) {
    if (version <= covers(element)) continue;
    if (html !== undefined && isShared(element)) put(element, html, version);
    else renew(element, version);
  }
}

/** What the server says is true now, for every topic that it granted; what it left out of `asked` it refused. */
export function stated(now, newEpoch, asked) {
  const isOtherDatabase = epoch !== undefined && newEpoch !== epoch;
  epoch = newEpoch;
  if (isOtherDatabase) unlearnAll();
  for (const [topic, version] of Object.entries(now)) {
    const before = newest(topic);
    const stale = [...elements(topic)].filter((element) => isOtherDatabase || covers(element) !== version);
    if (before !== version && (stale.length || before !== undefined)) announce(topic, version);
    else learn(topic, version);
    stale.forEach((element) => renew(element, version));
    refused.delete(topic);
  }
  for (const topic of asked) {
    if (topic in now || refused.has(topic)) continue;
    refused.add(topic);
    unlearn(topic);
    elements(topic).forEach((element) => renew(element));
  }
}

/** Elements that have arrived with less than what was heard meanwhile. */
export function catchUp() {
  for (const element of elements()) {
    const version = newest(element.dataset.live);
    if (version > covers(element)) renew(element, version);
  }
}

/** Topics that are no longer heard: each element asks once more, and so learns whether it may stay. */
export function ended(topics) {
  for (const topic of topics) {
    unlearn(topic);
    elements(topic).forEach(refresh);
  }
}

/** An element without content of its own (`data-live-swap="none"`) only wants the event. */
function renew(element, version) {
  if (element.dataset.liveSwap === "none") cover(element, version);
  else refresh(element);
}

const isShared = (element) => !element.dataset.liveGet && element.dataset.liveSwap !== "none";

function announce(topic, version) {
  learn(topic, version);
  document.dispatchEvent(new CustomEvent("hearth:live", { detail: { topic, version } }));
}

function distance(element) {
  const box = element.getBoundingClientRect();
  if (!box.width && !box.height) return 0; // a hidden pill or counter waits to be shown
  return Math.max(0, -box.bottom, box.top - innerHeight);
}
