// What was heard of each topic, and how much of it each element shows.
const known = new Map(); // topic -> the newest version heard of
const covered = new WeakMap(); // element -> the version that was known when its content was asked for

export const newest = (topic) => known.get(topic);
export const learn = (topic, version) => known.set(topic, version);
export const unlearn = (topic) => known.delete(topic);
export const unlearnAll = () => known.clear();

/** The version an element stands for: what it was fetched for, or at first what the server printed. */
export const covers = (element) => covered.get(element) ?? Number(element.dataset.liveVersion ?? 0);

export function cover(element, version) {
  if (version === undefined) return;
  covered.set(element, version);
}
