// The outbox: what a reader sends is put on this device before it is sent, and stays until the endpoint has said that it has
// it. Messages go out in the order in which they were written, one at a time, from one tab or from the service worker at a
// time. Each bears an id of its own, so however often it is sent it arrives once.

import { alone, tell } from "./between.js";
import { all, change, keep, recall } from "./store.js";
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
/** The first pause after a failure, the longest, and the longest that the endpoint can ask for, in milliseconds. */
const PAUSE = 1_000, LONGEST = 600_000, DAY = 86_400_000;
/** After so many tries in vain a message no longer holds up those behind it: it may be this one that is never taken. */
const MANY = 5;
/** What the endpoint says when the same again may well do later. */
const FOR_A_TIME = [408, 425, 429];
/** The longest body, in letters, that an engine is sure to send on after its page is closed: 64 kB of three bytes each. */
const CARRIED = 21_000;

/** @param {Pick<Message, "state">} message */
export const isWaiting = ({ state }) => state === "waiting" || state === "sending";

/**
 * Whether the reader may have it back to change it: while nobody knows whether it has arrived, only sending it again is safe.
 * @param {Message} message
 */
export const isChangeable = ({ state, unsure }) => state === "refused" || state === "waiting" && !unsure;

/** Everything that was written here, the oldest first. @returns {Promise<Message[]>} */
export const messages = async () => {
  const all_of_them = /** @type {Message[]} */ (await all("message"));
  return all_of_them.sort((a, b) => a.written - b.written || (a.id < b.id ? -1 : 1));
};

/**
 * Puts a message on the device, and takes the draft that it came from away with the same stroke.
 * @param {Message} message
 * @param {string} [draft] the draft's name
 */
export const put = async (message, draft) => {
  await keep([["message", message.id], message], ...(draft ? [/** @type {const} */ ([["draft", draft], undefined])] : []));
  tell("outbox");
};

/**
 * Takes a message out of the outbox and makes it a draft again, in the same stroke, if it still may be changed.
 * @param {string} id @param {string} name the draft's @param {unknown} draft
 */
export const giveBack = async (id, name, draft) => {
  const given = await change(["message", id], (/** @type {Message} */ now) =>
    isChangeable(now) && [[["message", id], undefined], [["draft", name], draft]]);
  tell("outbox");
  return given;
};

/** @param {string} id */
export const remove = async (id) => {
  await keep([["message", id], undefined]);
  tell("outbox");
};

/** Milliseconds until then; a time that nobody sets means that the clock has been changed. @param {number} then */
const until = (then) => {
  const left = then - Date.now();
  return left > DAY ? 0 : Math.max(left, 0);
};

/**
 * Sends what waits, the oldest first, until one has to wait further.
 * @param {boolean} eager something has changed (a connection, a reader who asks), so our own pauses do not count; the
 *   endpoint's do
 * @returns {Promise<number>} milliseconds until it is worth trying again; `Infinity` when nothing waits
 */
export const deliver = async (eager) => {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Message[]} */
  let waiting = [];
  let soonest = Infinity;
  // One a turn, so that a turn is short.
  const next = () => alone("recto-outbox", async () => {
    // Read again at the end, for what was written meanwhile.
    if (!waiting.length) waiting = (await messages()).filter((one) => isWaiting(one) && !seen.has(one.id));
    const id = waiting.shift()?.id;
    if (!id) return false;
    seen.add(id);
    // Others may have had a turn in between.
    const message = /** @type {Message | undefined} */ (await recall(["message", id]));
    if (!message || !isWaiting(message)) return true;
    const { wanted, after, tries } = message;
    const left = Math.max(until(wanted), eager ? 0 : until(after));
    const outcome = left ? { wanted, after, tries, answered: true } : await attempt(message);
    if (!outcome) return true;
    soonest = Math.min(soonest, left || Math.max(until(outcome.wanted), until(outcome.after)));
    return outcome.answered && !until(outcome.wanted) && outcome.tries >= MANY;
  });
  while (await next());
  return soonest;
};

/**
 * @param {Message} old as it was read
 * @returns {Promise<Pick<Message, "wanted" | "after" | "tries"> & { answered: boolean } | undefined>} how it waits, if it does
 */
const attempt = async (old) => {
  /** @type {import("./store.js").Key} */
  const key = ["message", old.id];
  // The token that says whose hand it is is settled with the first try: the same message again is the same in all.
  const writer = /** @type {string | undefined} */ (await recall(["fact", "writer"])) ?? "";
  /** @param {Message} now @returns {Message} */
  const sending = (now) => ({ ...now, fields: { writer, ...now.fields }, state: "sending", unsure: true });
  let message = sending(old);
  const begun = await change(key, (/** @type {Message} */ now) => isWaiting(now) && [[key, message = sending(old = now)]])
    // A full disk is no reason not to send it.
    .catch(() => true);
  // Taken back meanwhile.
  if (!begun) return;
  tell("outbox");
  const { writer: given, answered, ...outcome } = await post({ ...message, unsure: old.unsure });
  const { state, wanted = 0, after = 0, tries = 0 } = outcome;
  if (isWaiting({ state }) || state === "refused") {
    // Whoever took it back meanwhile has taken it back; and what another tab knows to have arrived has.
    await change(key, (/** @type {Message} */ now) => isWaiting(now) && [[key, { ...now, ...outcome }]]);
  } else {
    // What has arrived is told, whoever took it back; an address for answers has done its part.
    const fields = message.kind === "comment" ? { ...message.fields, email: "" } : message.fields;
    await keep([key, { ...message, fields, ...outcome }], ...(given ? [/** @type {const} */ ([["fact", "writer"], given])] : []));
  }
  tell("outbox");
  if (isWaiting({ state })) return { wanted, after, tries, answered };
};

/**
 * Sends a message once, or twice where the endpoint wants work first.
 * @param {Message} message
 * @returns {Promise<Partial<Message> & { state: State, answered: boolean, writer?: string }>} what is new about it, and
 *   whether there was an answer
 */
export const post = async ({ path, fields, tries, unsure: before }) => {
  let answer = await ask(path, fields);
  const work = await prove(answer?.body?.work);
  if (work) answer = await ask(path, { ...fields, work });
  const { status = 0, body, later = 0 } = answer ?? {}, answered = !!answer;
  if (status >= 200 && status < 300 && (body?.id || body?.message)) {
    // The link leads to what becomes of a comment; a signup has none.
    const { state = "sent", message: detail, link, writer } = body;
    return { state, detail, link, writer, errors: undefined, answered };
  }
  // Work that took too long is wanted anew.
  const again = FOR_A_TIME.includes(status) || status === 428 && !!work;
  // A refusal that says nothing is not the endpoint's: some network in between wants to be signed in to.
  if (status >= 400 && status < 500 && !again && body?.detail) {
    return { state: "refused", detail: body.detail, errors: body.errors ?? [], answered };
  }
  // Without any connection it cannot have left, and a 4xx is a no. Anything else may come after it was taken: a server that
  // gives up an answer does not give up what it has begun.
  const unsure = before || (answered ? status < 400 || status >= 500 : navigator.onLine !== false);
  const pause = Math.min(LONGEST, PAUSE * 2 ** tries) * (0.75 + Math.random() / 2);
  const now = Date.now();
  return { state: "waiting", tries: tries + 1, after: now + pause, wanted: now + later, unsure, detail: body?.detail, answered };
};

/**
 * @param {string} path
 * @param {Record<string, string>} fields
 * @returns {Promise<{ status: number, body: any, later: number } | undefined>} nothing where no answer came
 */
const ask = async (path, fields) => {
  const body = JSON.stringify(fields), cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE);
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      // It goes on its way even if the page is closed now. An engine refuses that for what is too long.
      keepalive: body.length < CARRIED,
      signal: cut.signal,
    });
    const wait = answer.headers.get("retry-after") ?? "";
    const later = /^\d+$/.test(wait) ? +wait * 1000 : Date.parse(wait) - Date.now();
    return { status: answer.status, body: await answer.json().catch(() => undefined), later: later > 0 ? Math.min(later, DAY) : 0 };
  } catch {
  } finally {
    clearTimeout(timer);
  }
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
    const news = { state: now.state, detail: now.message, reason: reason || undefined, public: now.link };
    // Asking took its time: what the reader has removed meanwhile stays away.
    const changed = await change(["message", message.id], (/** @type {Message} */ kept) =>
      (news.state !== kept.state || news.reason !== kept.reason) && [[["message", kept.id], { ...kept, ...news }]]);
    if (changed) tell("outbox");
  }
};
