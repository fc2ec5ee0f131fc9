// One WebSocket that comes back by itself: exponential backoff with full jitter, and a watch over silent connections.
const FIRST_RETRY_MS = 1000;
const SLOWEST_RETRY_MS = 30_000;
const SILENCE_MS = 60_000; // the server speaks every 25 seconds

/** `on` takes `up()`, `down()` and `frame(data)`. */
export class LiveSocket {
  #url;
  #on;
  #socket;
  #failures = 0;
  #retry;
  #silence;

  constructor(url, on) {
    this.#url = url;
    this.#on = on;
  }

  get isUp() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  open() {
    clearTimeout(this.#retry);
    if (this.#socket) return;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = () => this.#closed(socket);
  }

  /** Close and stay closed until `open()`. */
  close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  send(data) {
    if (this.isUp) this.#socket.send(JSON.stringify(data));
  }

  #opened(socket) {
    if (socket !== this.#socket) return;
    this.#watch();
    this.#on.up();
  }

  #received(socket, text) {
    if (socket !== this.#socket) return;
    this.#failures = 0;
    this.#watch();
    this.#on.frame(JSON.parse(text));
  }

  #closed(socket) {
    if (socket !== this.#socket) return; // closed on purpose, or replaced
    clearTimeout(this.#silence);
    this.#socket = undefined;
    const longest = Math.min(SLOWEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.open(), Math.random() * longest);
    this.#on.down();
  }

  #watch() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const socket = this.#socket;
      socket?.close();
      if (socket) this.#closed(socket);
    }, SILENCE_MS);
  }
}
