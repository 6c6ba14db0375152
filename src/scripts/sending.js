// The page's side of the outbox: puts what a form sends into it, and sends what waits whenever there is hope.

import { draftOf, nameOf } from "./drafts.js";
import { deliver, giveBack, post, put } from "./outbox.js";
import { recall } from "./store.js";

/** How long a form waits for the endpoint before it lets the reader go on, in milliseconds; sending goes on meanwhile. */
const PATIENCE = 6_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** Sends what waits, and again when it is time. @param {boolean} eager see {@link deliver} */
export const go = async (eager) => {
  clearTimeout(again);
  // Without a store nothing can wait in it.
  const wait = await deliver(eager).catch(() => Infinity);
  clearTimeout(again);
  if (wait < Infinity) again = setTimeout(go, wait, false);
};

/**
 * Sends a form's message by way of the outbox.
 * @param {import("./outbox.js").Message["kind"]} kind
 * @param {string} id
 * @param {string} path where it is posted to
 * @param {Record<string, string>} fields
 * @param {HTMLFormElement} form
 * @returns {Promise<Partial<Omit<import("./outbox.js").Message, "state">> & { state: import("./outbox.js").State | "unkept" }>}
 *   where it stands; `unkept` if it neither arrived nor could be put on the device, so the form is the only place it is in
 */
export const send = async (kind, id, path, fields, form) => {
  const draft = draftOf(form), name = nameOf(form);
  /** @type {import("./outbox.js").Message} */
  const message = {
    id, kind, path, fields, page: location.pathname, title: document.querySelector("h1")?.textContent ?? "",
    state: "waiting", written: Date.now(), tries: 0, after: 0, wanted: 0,
  };
  try {
    await put(message, name);
  } catch {
    const outcome = await post(message);
    return outcome.state === "waiting" ? { ...outcome, state: "unkept" } : outcome;
  }
  wake();
  await Promise.race([go(true), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  /** @type {import("./outbox.js").Message} */
  const now = await recall(["message", id]) ?? message;
  // It is mended here, where it still stands as it was typed.
  if (now.state === "refused") await giveBack(id, name, draft);
  return now;
};

/** Asks the browser to wake the service worker when there is a connection, where it does such things. */
const wake = async () => {
  const worker = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
  await worker?.sync?.register("outbox").catch(() => {});
};

export const watch = () => {
  addEventListener("online", () => go(true));
  addEventListener("pageshow", (event) => /** @type {PageTransitionEvent} */ (event).persisted && go(true));
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && go(true));
  return go(true);
};
