// While the socket is down: ask for the versions over HTTP every twenty seconds, the first time after a moment.
const VERSIONS_URL = "/live/versions/?";
const FIRST_MS = 1500;
const EVERY_MS = 20_000;

/** `topics()` names what to ask for, `stated(now, epoch, asked)` takes the answer, `on(isWorking)` hears how it went. */
export class Poll {
  #topics;
  #stated;
  #on;
  #timer;

  constructor(topics, stated, on) {
    this.#topics = topics;
    this.#stated = stated;
    this.#on = on;
  }

  start() {
    this.#timer ??= setTimeout(() => this.#turn(), FIRST_MS * (0.5 + Math.random()));
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #turn() {
    const turn = this.#timer;
    const isWorking = navigator.onLine && (await this.#ask());
    if (turn !== this.#timer) return; // stopped meanwhile
    this.#on(isWorking);
    this.#timer = setTimeout(() => this.#turn(), EVERY_MS);
  }

  async #ask() {
    const topics = this.#topics();
    const query = new URLSearchParams(topics.map((topic) => ["t", topic]));
    try {
      const answer = await fetch(VERSIONS_URL + query, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) return false;
      const { now, epoch } = await answer.json();
      this.#stated(now, epoch, topics);
      return true;
    } catch {
      return false;
    }
  }
}
