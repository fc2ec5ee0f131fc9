// Starts every controller named by data-controller, now and whenever HTML arrives.
import { start } from "./registry.js";
import { keepPlaces } from "./places.js";
import { focusFirstError, listenToKeys, listenToRequests } from "./requests.js";
import "./live/index.js";

listenToRequests();
keepPlaces();
listenToKeys();
start();
focusFirstError(document);
navigator.serviceWorker?.register(document.querySelector('meta[name="service-worker"]').content).catch(() => {});
