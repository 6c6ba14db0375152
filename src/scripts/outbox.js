// The outbox: what a reader sends is put on this device before it is sent, and stays until the endpoint has said that it has
// it. Messages go out in the order in which they were written, one at a time, from one tab or from the service worker at a
// time. Each bears an id of its own, so however often it is sent it arrives once.

import { all, keep, recall } from "./store.js";
import { prove } from "./work.js";

/**
 * Where a message stands: on this device, on its way, with the endpoint, or refused with what to mend. The endpoint's own
 * words for a comment are kept as it said them last.
 * @typedef {"waiting" | "sending" | "sent" | "held" | "published" | "declined" | "withdrawn" | "deleted" | "refused"} State
 */

/**
 * @typedef {object} Message
 * @property {string} id made here, once for each message
 * @property {"comment" | "signup"} kind
 * @property {string} path where it is posted to
 * @property {string} page the page on which it was written
 * @property {string} title that page's title
 * @property {Record<string, string>} fields as they are sent
 * @property {State} state
 * @property {string} [detail] what the endpoint said of it last
 * @property {{ field: string, detail: string }[]} [errors] what to mend
 * @property {string} [link] the comment's private page
 * @property {string} [public] where it stands for everybody
 * @property {string} [reason] why it was declined
 * @property {number} written when, in milliseconds
 * @property {number} tries how often it was sent in vain
 * @property {boolean} [unsure] it may have arrived, for an answer may have been lost
 * @property {number} after not to be sent again before, by our own growing pauses; in milliseconds
 * @property {number} wanted not to be sent again before, by the endpoint's word; in milliseconds
 */

/** How long an answer may take, in milliseconds; longer than the endpoint's own limit, so that its refusal arrives. */
const PATIENCE = 20_000;
/** The first pause after a failure, and the longest, in milliseconds. */
const PAUSE = 1_000, LONGEST = 600_000;
/** What the endpoint says when the same again may well do later. */
const FOR_A_TIME = [408, 425, 429];

/** @param {Pick<Message, "state">} message */
export const isWaiting = ({ state }) => state === "waiting" || state === "sending";

/** Everything that was written here, the oldest first. @returns {Promise<Message[]>} */
export const messages = async () => {
  const all_of_them = /** @type {Message[]} */ (await all("message"));
  return all_of_them.sort((a, b) => a.written - b.written || (a.id < b.id ? -1 : 1));
};

/** @param {Message} message */
const write = async (message) => {
  await keep([["message", message.id], message]);
  tell();
};

/** Tells every tab of this site, this one too, that something of the outbox has changed. */
const tell = () => {
  if (!globalThis.BroadcastChannel) return;
  const channel = new BroadcastChannel("recto");
  channel.postMessage("outbox");
  channel.close();
};

/**
 * Puts a message on the device, and takes the draft that it came from away with the same stroke.
 * @param {Message} message
 * @param {string} [draft] the draft's name
 */
export const put = async (message, draft) => {
  await keep([["message", message.id], message], ...(draft ? [/** @type {const} */ ([["draft", draft], undefined])] : []));
  tell();
};

/**
 * Takes a message out of the outbox and makes it a draft again, in the same stroke.
 * @param {string} id @param {string} name the draft's @param {unknown} draft
 */
export const giveBack = async (id, name, draft) => {
  await keep([["message", id], undefined], [["draft", name], draft]);
  tell();
};

/** @param {string} id */
export const remove = async (id) => {
  await keep([["message", id], undefined]);
  tell();
};

/**
 * Does it while no other tab and no worker does; where an engine has no locks, the ids are enough.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
const alone = (act) => navigator.locks ? navigator.locks.request("recto-outbox", act) : act();

/**
 * Sends what waits, the oldest first, until one has to wait further.
 * @param {boolean} eager something has changed (a connection, a reader who asks), so our own pauses do not count; the
 *   endpoint's do
 * @returns {Promise<number>} milliseconds until it is worth trying again; `Infinity` when nothing waits
 */
export const deliver = (eager) => alone(async () => {
  /** @type {Set<string>} */
  const tried = new Set();
  for (;;) {
    const message = (await messages()).find(isWaiting);
    if (!message) return Infinity;
    const due = Math.max(message.wanted, eager && !tried.has(message.id) ? 0 : message.after);
    if (due > Date.now()) return due - Date.now();
    tried.add(message.id);
    await attempt(message);
  }
});

/** @param {Message} message */
const attempt = async (message) => {
  // The token that says whose hand it is is settled with the first try: the same message again is the same in all.
  message.fields.writer ??= /** @type {string | undefined} */ (await recall(["fact", "writer"])) ?? "";
  message.state = "sending";
  await write(message);
  const outcome = await post(message);
  // Whoever took it back meanwhile has taken it back; but what has arrived is told.
  if (outcome.state === "waiting" && !await recall(["message", message.id])) return;
  if (outcome.writer) await keep([["fact", "writer"], outcome.writer]);
  delete outcome.writer;
  await write(Object.assign(message, outcome));
};

/**
 * Sends a message once, or twice where the endpoint wants work first.
 * @param {Message} message
 * @returns {Promise<Partial<Message> & { state: State, writer?: string }>} what is new about it
 */
export const post = async ({ path, fields, tries, unsure: before }) => {
  let answer = await ask(path, fields);
  const work = await prove(answer?.body?.work);
  if (work) answer = await ask(path, { ...fields, work });
  const { status = 0, body, later = 0 } = answer ?? {};
  // Without any connection it cannot have left.
  const unsure = before || !status && navigator.onLine !== false;
  if (status >= 200 && status < 300 && (body?.id || body?.message)) {
    // The link leads to what becomes of a comment; a signup has none.
    return { state: body.state ?? "sent", detail: body.message, link: body.link, writer: body.writer, errors: undefined };
  }
  // A refusal that says nothing is not the endpoint's: some network in between wants to be signed in to.
  if (status >= 400 && status < 500 && !FOR_A_TIME.includes(status) && body?.detail) {
    return { state: "refused", detail: body.detail, errors: body.errors ?? [] };
  }
  const pause = Math.min(LONGEST, PAUSE * 2 ** tries) * (0.75 + Math.random() / 2);
  const now = Date.now();
  return { state: "waiting", tries: tries + 1, after: now + pause, wanted: now + later, unsure, detail: body?.detail };
};

/**
 * @param {string} path
 * @param {Record<string, string>} fields
 * @returns {Promise<{ status: number, body: any, later: number } | undefined>} nothing where no answer came
 */
const ask = async (path, fields) => {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
      // It goes on its way even if the page is closed now.
      keepalive: true,
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    const wait = answer.headers.get("retry-after") ?? "";
    const later = /^\d+$/.test(wait) ? +wait * 1000 : Date.parse(wait) - Date.now();
    return { status: answer.status, body: await answer.json().catch(() => undefined), later: later > 0 ? later : 0 };
  } catch {}
};

/**
 * Asks the endpoint what became of the comments that it has, and keeps what it says.
 * @param {(message: Message) => boolean} which
 */
export const follow = async (which) => {
  for (const message of (await messages()).filter((one) => one.link && which(one))) {
    const answer = await fetch(`/api${message.link?.replace("receipt", "receipts")}`).catch(() => undefined);
    const now = answer?.ok && await answer.json().catch(() => undefined);
    if (!now) continue;
    const reason = [now.reason, now.note].filter(Boolean).join(" ");
    const changed = { state: now.state, detail: now.message, reason: reason || undefined, public: now.link };
    if (now.state !== message.state || reason !== (message.reason ?? "")) await write({ ...message, ...changed });
  }
};
