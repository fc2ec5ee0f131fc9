// The offline page stands alone: it tries every five seconds and comes back by itself.
const OWN = document.querySelector("[data-own]").dataset.own;

if (location.pathname !== OWN) {
  setInterval(() => {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(() => location.reload(), () => {});
  }, 5000);
}
