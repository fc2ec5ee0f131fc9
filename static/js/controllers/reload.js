/** Try again: by hand, or by itself when the network is back. */
export function attach(link, signal) {
  link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); }, { signal });
  addEventListener("online", () => location.reload(), { signal });
}
