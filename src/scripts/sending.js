// The page's side of the outbox: puts what a form sends into it, and sends what waits whenever there is hope.

import { draftOf, forms, isSent, nameOf, restore } from "./drafts.js";
import { deliver, giveBack, post, put } from "./outbox.js";
import { keep, recall } from "./store.js";

/** How long a form waits for the store, and for the endpoint, before it lets the reader go on, in milliseconds. */
const PATIENCE = 6_000;
/** When to look again at a store that has failed, in milliseconds. */
const SELDOM = 60_000;

/**
 * What comes of it, or nothing but a refusal if that takes too long; it goes on meanwhile.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
const inTime = (work) => Promise.race([work, /** @type {Promise<never>} */ (new Promise((_, no) => setTimeout(no, PATIENCE)))]);

/** What was sent in vain from a form, and could not be kept. @type {WeakMap<HTMLFormElement, Record<string, string>>} */
const unkept = new WeakMap();

/** What a reader has written of it. @param {Record<string, string> | undefined} fields */
const wordsOf = (fields) => JSON.stringify({ ...fields, id: 0, writer: 0 });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** Sends what waits, and again when it is time. @param {boolean} eager see {@link deliver} */
export const go = async (eager) => {
  clearTimeout(again);
  // A store that fails may be well again, with what waits in it.
  const wait = await deliver(eager).catch(() => SELDOM);
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
    isSent(form);
    await inTime(put(message, name));
  } catch {
    const before = unkept.get(form);
    // The same again is the same message, for the first may have arrived.
    if (before && wordsOf(before) === wordsOf(fields)) Object.assign(fields, before);
    // What can be read may be there even where nothing more can be written.
    else fields.writer = /** @type {string | undefined} */ (await inTime(recall(["fact", "writer"])).catch(() => undefined)) ?? "";
    const outcome = await post(message);
    if (outcome.state === "waiting") {
      unkept.set(form, fields);
      return { ...outcome, state: "unkept" };
    }
    // A draft from better days would be sent a second time.
    if (outcome.state !== "refused") await inTime(keep([["draft", name], undefined])).catch(() => {});
    return outcome;
  }
  wake().catch(() => {});
  await inTime(go(true)).catch(() => {});
  /** @type {import("./outbox.js").Message} */
  const now = await inTime(recall(["message", id])).catch(() => undefined) ?? message;
  // It is mended here, where it still stands as it was typed.
  if (now.state === "refused") await giveBack(id, name, draftOf(form) ?? draft).catch(() => {});
  return now;
};

/**
 * Takes a message out of the outbox and back into the form that it came from.
 * @param {import("./outbox.js").Message} message
 * @returns {Promise<boolean>} whether it could be had back
 */
export const takeBack = async ({ id, kind, page, fields }) => {
  const { name = "", email = "", body = "", parent } = fields;
  const place = kind === "comment" ? page : "signup";
  // What has been begun there since then is no less the reader's: it stays, below.
  const begun = /** @type {ReturnType<typeof draftOf>} */ (await recall(["draft", place]))?.typed.body;
  const draft = {
    answers: parent && `comment-${parent}`, typed: { name, email, body: [body, begun].filter(Boolean).join("\n\n") },
  };
  if (!await giveBack(id, place, draft)) return false;
  // The form's words are in the draft; it is filled from there.
  for (const form of forms()) if (nameOf(form) === place) form.reset();
  await restore();
  return true;
};

/** Asks the browser to wake the service worker when there is a connection, where it does such things. */
const wake = async () => {
  const worker = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
  await worker?.sync?.register("outbox");
};

export const watch = () => {
  addEventListener("online", () => go(true));
  addEventListener("pageshow", (event) => /** @type {PageTransitionEvent} */ (event).persisted && go(true));
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && go(true));
  return go(true);
};
