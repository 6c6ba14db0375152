// The service worker's registration, and the quiet note that a newer version of the page is here. What a reader is in the
// middle of is never changed by itself.

import { hear } from "./between.js";
import { keepPage, isPage, keptPrint } from "./kept.js";
import { element } from "./element.js";

/** How often it is worth asking whether there is a newer build, in milliseconds. */
const SELDOM = 60_000;

/** Shows the note if the kept copy of this page is of another build than what is shown, and takes it back if it is not. */
const check = async () => {
  const here = location.pathname;
  const kept = await keptPrint(here).catch(() => undefined);
  const shown = document.getElementById("page")?.dataset.page;
  // Another page is here by now, and has been looked at by itself.
  if (!kept || !shown || here !== location.pathname) return;
  const before = document.querySelector(".newer");
  if (kept === shown) return before?.remove();
  if (before) return;
  /** @type {HTMLElement} */
  const note = element("p", { class: "newer", role: "status" }, "This page has been updated. ",
    element("button", { type: "button", class: "button", click: () => location.reload() }, "Show"), " ",
    element("button", { type: "button", class: "button quiet", click: () => note.remove() }, "Later"));
  document.body.append(note);
};

/**
 * Keeps the page that is read, if it is not the one that is kept: it may have come without the worker's help, or while the
 * worker keeps an older or a newer one. Which is the newest is known once that has been kept, and then the tabs are told.
 */
const keepHere = async () => {
  const here = location.pathname;
  await navigator.serviceWorker.ready;
  const shown = document.getElementById("page")?.dataset.page;
  if (isPage(here) && await keptPrint(here).catch(() => undefined) !== shown) await keepPage(here).catch(() => {});
};

/** @type {Promise<ServiceWorkerRegistration | undefined> | undefined} */
let registered;

/** Registers the worker. @returns {Promise<ServiceWorkerRegistration | undefined>} nothing where the browser keeps nothing */
export const register = () => registered ??= (async () => {
  // A private window may have none.
  const registration = await navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
  if (!registration) return;
  let asked = Date.now();
  const ask = () => {
    if (document.visibilityState === "hidden" || Date.now() - asked < SELDOM) return;
    asked = Date.now();
    registration.update().catch(() => {});
  };
  addEventListener("visibilitychange", ask);
  addEventListener("online", ask);
  keepHere();
  return registration;
})();

export const watch = () => {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  for (const name of ["recto:page", "recto:back"]) addEventListener(name, () => {
    // What was noted of one page says nothing of the next.
    document.querySelector(".newer")?.remove();
    keepHere();
  });
  addEventListener("pageshow", (event) => /** @type {PageTransitionEvent} */ (event).persisted && keepHere());
  hear("kept", (path) => path === location.pathname && check());
  // A worker fetches what every page needs; who saves data asks for that on “Saved pages”.
  if (workers.controller || !/** @type {any} */ (navigator).connection?.saveData) register();
};
