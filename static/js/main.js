// Starts every controller named by data-controller, now and whenever HTML arrives.
import { start } from "./registry.js";
import { listenToRequests } from "./requests.js";
import "./live/index.js";

listenToRequests();
start();
navigator.serviceWorker?.register(document.querySelector('meta[name="service-worker"]').content).catch(() => {});
