// The service worker's registration, and the quiet note that a newer version of the page is here. What a reader is in the
// middle of is never changed by itself.

import { hear } from "./between.js";
import { keepPage, isPage, keptPrint } from "./kept.js";
import { element } from "./element.js";

/** How often it is worth asking whether there is a newer build, in milliseconds. */
const SELDOM = 60_000;

/** Shows the note if the kept copy of this page is of another build than what is shown. */
const check = async () => {
  const own = document.getElementById("page")?.dataset.page;
  const kept = isPage(location.pathname) && await keptPrint(location.pathname).catch(() => undefined);
  if (!kept || !own || kept === own || document.querySelector(".newer")) return;
  /** @type {HTMLElement} */
  const note = element("p", { class: "newer", role: "status" }, "This page has been updated. ",
    element("button", { type: "button", class: "button", click: () => location.reload() }, "Show"), " ",
    element("button", { type: "button", class: "button quiet", click: () => note.remove() }, "Later"));
  document.body.append(note);
};

/** Keeps the page that is read, if it came without the worker's help, and looks whether there is a newer one. */
const keepHere = async () => {
  const here = location.pathname;
  await navigator.serviceWorker.ready;
  if (isPage(here) && !await keptPrint(here).catch(() => undefined)) await keepPage(here).catch(() => {});
  check();
};

export const watch = async () => {
  if (!navigator.serviceWorker) return;
  addEventListener("recto:page", () => {
    // What was noted of one page says nothing of the next.
    document.querySelector(".newer")?.remove();
    keepHere();
  });
  hear("kept", check);
  // A private window may have none.
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  if (!registration) return;
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => worker.state === "installed" && check());
  });
  let asked = Date.now();
  const ask = () => {
    if (document.visibilityState === "hidden" || Date.now() - asked < SELDOM) return;
    asked = Date.now();
    registration.update().catch(() => {});
  };
  addEventListener("visibilitychange", ask);
  addEventListener("online", ask);
  keepHere();
};
