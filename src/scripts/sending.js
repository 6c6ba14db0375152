// The page's side of the outbox: puts what a form sends into it, and sends what waits whenever there is hope.

import { about, answersNothing, draftOf, fill, forms, isBack, joined, leaves, nameOf, save, textIn } from "./drafts.js";
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

/** @typedef {import("./outbox.js").Message} Message */

/** What was sent in vain from a form, and could not be kept. @type {WeakMap<HTMLFormElement, Message>} */
const unkept = new WeakMap();

/** What a reader has written of it. @param {Message | undefined} message */
const wordsOf = (message) => JSON.stringify({ ...message?.fields, id: 0, writer: 0 });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** Whether anything waits, as far as this page knows. */
let waits = false;

/** Sends what waits, and again when it is time. @param {boolean} eager see {@link deliver} */
export const go = async (eager) => {
  clearTimeout(again);
  // A store that fails may be well again, with what waits in it.
  const wait = await deliver(eager).catch(() => SELDOM);
  clearTimeout(again);
  waits = wait < Infinity;
  if (waits) again = setTimeout(go, wait, false);
};

/**
 * Sends a form's message by way of the outbox.
 * @param {Message["kind"]} kind
 * @param {string} id
 * @param {string} path where it is posted to
 * @param {Record<string, string>} fields
 * @param {HTMLFormElement} form
 * @returns {Promise<Partial<Omit<Message, "state">> & { state: Message["state"] | "unkept" }>}
 *   where it stands; `unkept` if it neither arrived nor could be put on the device, so the form is the only place it is in
 */
export const send = async (kind, id, path, fields, form) => {
  leaves(form);
  try {
    const { page = location.pathname } = about(form);
    // Elsewhere than in the article, a link bears its title.
    const named = page === location.pathname ? "h1" : `main [href='${page}#comments']`;
    return await hand({
      id, kind, path, fields, page, title: document.querySelector(named)?.textContent ?? "",
      state: "waiting", written: Date.now(), tries: 0, after: 0, wanted: 0,
    }, form);
  } finally {
    isBack(form);
  }
};

/**
 * What has been written, above what has been begun in its place since: that is no less the reader's.
 * @param {Record<string, string>} first @param {import("./drafts.js").Draft | null} [begun]
 */
const both = ({ name = "", email = "", body = "" }, begun) => ({
  name: begun?.typed.name || name, email: email || begun?.typed.email || "", body: joined(body, begun?.typed.body),
});

/** @param {Message} message @param {HTMLFormElement} form */
const hand = async (message, form) => {
  const draft = draftOf(form), name = nameOf(form), before = unkept.get(form);
  // The same again is the same message, for the first may have arrived.
  const isAgain = wordsOf(before) === wordsOf(message);
  if (before && isAgain) message = { ...message, id: before.id, fields: before.fields, unsure: true };
  const { id, fields } = message;
  try {
    await inTime(put(message, name));
  } catch {
    // What can be read may be there even where nothing more can be written.
    if (message.kind === "comment") {
      fields.writer ??= /** @type {string | undefined} */ (await inTime(recall(["fact", "writer"])).catch(() => undefined)) ?? "";
    }
    const outcome = await post(message);
    if (outcome.state === "waiting") {
      unkept.set(form, message);
      return { ...outcome, id, state: /** @type {const} */ ("unkept") };
    }
    // A draft from better days would be sent a second time.
    if (outcome.state !== "refused") await inTime(keep([["draft", name], undefined])).catch(() => {});
    return outcome;
  }
  waits = true;
  wake().catch(() => {});
  await inTime(go(true)).catch(() => {});
  const now = /** @type {Message} */ (await inTime(recall(["message", id])).catch(() => undefined) ?? message);
  if (now.state !== "refused") return now;
  if (form.isConnected) {
    const isOrphan = now.errors?.some(({ field }) => field === "parent");
    if (isOrphan) answersNothing(form);
    // It is mended here, where it still stands as it was typed. Without what it answered it is another draft.
    const there = nameOf(form), begun = there !== name && await recall(["draft", there]).catch(() => undefined);
    const own = draftOf(form) ?? (draft && { ...draft, answers: isOrphan ? undefined : draft.answers });
    const all = begun && own ? { typed: both(own.typed, begun) } : own;
    await giveBack(id, there, all, name).catch(() => {});
    if (begun && all) fill(form, all);
  } else if (JSON.stringify(draftOf(form)) === JSON.stringify(draft)) {
    // The reader has gone on, and can have it back from the outbox: on the way back it is not to be here too.
    const text = textIn(form);
    if (text) text.value = "";
  }
  return now;
};

/**
 * Takes a message out of the outbox and back into the form that it came from.
 * @param {Message} message
 * @returns {Promise<boolean>} whether it could be had back
 */
export const takeBack = async ({ id, kind, page, fields }) => {
  const place = kind === "comment" ? page : "signup";
  const form = [...forms()].find((one) => nameOf(one) === place);
  /** @param {import("./drafts.js").Draft | null} [begun] */
  const draft = (begun) => ({ answers: fields.parent && `comment-${fields.parent}`, typed: both(fields, begun) });
  if (!await giveBack(id, place, draft(form ? draftOf(form) : await recall(["draft", place])))) return false;
  if (form) {
    // With what has been typed while it was fetched.
    fill(form, draft(draftOf(form)));
    await save(form);
  }
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
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return go(true);
    // The browser gives up after a few tries, so it is asked anew whenever a reader leaves.
    if (waits) wake().catch(() => {});
  });
  return go(true);
};
