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
 * @property {number} [asked] when it was sent last, in milliseconds
 * @property {number} after not to be sent again before, by our own growing pauses; in milliseconds
 * @property {number} wanted not to be sent again before, by the endpoint's word; in milliseconds
 */

/** How long an answer may take, in milliseconds: two of them fit into a turn. Whoever has taken it says so the next time. */
const PATIENCE = 20_000;
/** The first pause after a failure, the longest, and the longest that the endpoint can ask for, in milliseconds. */
const PAUSE = 1_000, LONGEST = 600_000, DAY = 86_400_000;
/** After so many tries in vain a message no longer holds up those behind it: it may be this one that is never taken. */
const MANY = 5;
/** What the endpoint says when the same again may well do later. */
const FOR_A_TIME = [408, 425, 428, 429];
/** How the endpoint's own refusals name their kind. */
const OURS = "urn:problem-type:recto:";
/** The longest body, in letters, that an engine is sure to send on after its page is closed: 64 kB of three bytes each. */
const CARRIED = 21_000;

/** Messages that have been sent although that could not be noted on the device. @type {Set<string>} */
const unnoted = new Set();

/** @param {Pick<Message, "state">} message */
export const isWaiting = ({ state }) => state === "waiting" || state === "sending";

/**
 * Whether the reader may have it back to change it: while nobody knows whether it has arrived, only sending it again is safe.
 * @param {Message} message
 */
export const isChangeable = ({ id, state, unsure }) => state === "refused" || state === "waiting" && !unsure && !unnoted.has(id);

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
  await keep([["message", message.id], message], ...(draft ? [/** @type {const} */ ([["draft", draft], null])] : []));
  tell("outbox");
};

/**
 * Takes a message out of the outbox and makes it a draft again, in the same stroke, if it still may be changed.
 * @param {string} id @param {string} name the draft's @param {unknown} draft @param {string} [before] the name that it had
 */
export const giveBack = async (id, name, draft, before = name) => {
  const given = await change(["message", id], (/** @type {Message} */ now) =>
    isChangeable(now) && [[["message", id], undefined], [["draft", before], null], [["draft", name], draft]]);
  tell("outbox");
  return given;
};

/** @param {string} id */
export const remove = async (id) => {
  const all = await messages(), others = all.some((one) => one.id !== id && one.kind === "comment");
  const link = all.find((one) => one.id === id)?.link;
  // With the last comment goes what would tie whoever writes here next to it.
  await keep([["message", id], undefined], ...(others ? [] : [/** @type {const} */ ([["fact", "writer"], undefined])]),
    ...(link ? [/** @type {const} */ ([["draft", `${link}/edit`], undefined])] : []));
  tell("outbox");
};

/**
 * Milliseconds until then; none if the clock has been set back since.
 * @param {number} then @param {Pick<Message, "asked">} message
 */
const until = (then, { asked = 0 }) => Date.now() < asked ? 0 : Math.max(then - Date.now(), 0);

/** When the endpoint wants a message that waits, if not now; in milliseconds. @param {Message} message */
export const wantedAt = (message) => isWaiting(message) && until(message.wanted, message) > 0 && message.wanted;

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
  let soonest = Infinity, passed = 0;
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
    const left = Math.max(until(message.wanted, message), eager ? 0 : until(message.after, message));
    const now = left ? message : await attempt(message);
    if (!now) return true;
    soonest = Math.min(soonest, left || Math.max(until(now.wanted, now), until(now.after, now)));
    // One that is never taken lets others by; where nothing is taken now, one more has shown it.
    return now.tries >= MANY && (left > 0 || !passed++);
  });
  while (await next());
  return soonest;
};

/**
 * @param {Message} old as it was read
 * @returns {Promise<Message | undefined>} as it waits now, if it does
 */
const attempt = async (old) => {
  /** @type {import("./store.js").Key} */
  const key = ["message", old.id];
  // The token that says whose hand it is is settled with the first try: the same message again is the same in all.
  const writer = old.kind === "comment" && { writer: /** @type {string | undefined} */ (await recall(["fact", "writer"])) ?? "" };
  /** @param {Message} now @returns {Message} */
  const sending = (now) => ({ ...now, fields: { ...writer, ...now.fields }, state: "sending", unsure: true });
  let message = sending(old);
  const begun = await change(key, (/** @type {Message} */ now) => isWaiting(now) && [[key, message = sending(old = now)]])
    // A full disk is no reason not to send it.
    .catch(() => unnoted.add(old.id));
  // Taken back meanwhile, or the page was put away.
  if (!begun) return;
  tell("outbox");
  const { writer: given, ...outcome } = await post({ ...message, unsure: old.unsure });
  if (isWaiting(outcome) || outcome.state === "refused") {
    // Whoever took it back meanwhile has taken it back; and what another tab knows to have arrived has.
    await change(key, (/** @type {Message} */ now) => isWaiting(now) && [[key, { ...now, ...outcome }]]);
  } else {
    // What has arrived is told, whoever took it back; an address has done its part.
    const { email = "" } = message.fields;
    const fields = { ...message.fields, email: message.kind === "comment" ? "" : email.replace(/^(.).*@/, "$1…@") };
    await keep([key, { ...message, fields, ...outcome }], ...(given ? [/** @type {const} */ ([["fact", "writer"], given])] : []));
  }
  tell("outbox");
  if (isWaiting(outcome)) return { ...message, ...outcome };
};

/**
 * Sends a message once, or twice where the endpoint wants work first.
 * @param {Message} message
 * @returns {Promise<Partial<Message> & { state: State, writer?: string }>} what is new about it
 */
export const post = async (message) => {
  const { kind, path, fields, tries, after, unsure: before } = message;
  // Asked beforehand: a connection that is lost on the way is none afterwards.
  const asked = Date.now(), wasOnline = navigator.onLine !== false, early = until(after, message) > 0;
  let answer = await ask(path, fields);
  const work = await prove(answer?.body?.work);
  if (work) answer = await ask(path, { ...fields, work });
  const { status = 0, body, later = 0 } = answer ?? {};
  // Nobody else's yes counts. A comment's link leads to what becomes of it; a signup has none.
  if (status >= 200 && status < 300 && body?.message && (kind === "signup" || body.id && body.link)) {
    const { state = "sent", message: detail, link, writer } = body;
    return { state, detail, link, writer, errors: undefined };
  }
  // Nor does anybody else's no: some network in between wants to be signed in to.
  const isOurs = body?.type?.startsWith?.(OURS);
  const isFinal = isOurs && status >= 400 && status < 500 && !FOR_A_TIME.includes(status);
  if (isFinal) return { state: "refused", detail: body.detail, errors: body.errors ?? [] };
  // Without any connection it cannot have left, and a 4xx is a no. Anything else may come after it was taken: a server that
  // gives up an answer does not give up what it has begun.
  const unsure = before || (answer ? status < 400 || status >= 500 : wasOnline);
  const pause = Math.min(LONGEST, PAUSE * 2 ** tries) * (0.75 + Math.random() / 2);
  const now = Date.now();
  return {
    // What was tried before its time, because there was hope, was not tried in vain.
    state: "waiting", tries: early ? tries : tries + 1, asked, after: now + pause,
    // Somebody in between cannot ask for a day.
    wanted: now + (isOurs ? later : Math.min(later, LONGEST)), unsure,
    // Of the work that it asks for a reader need not hear.
    detail: isOurs && status !== 428 ? body.detail : undefined,
  };
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

/** What is said of a comment that its endpoint does not know. */
const GONE = "The server knows nothing of it any more.";
/** What the endpoint can have news of. @type {(keyof Message)[]} */
const NEWS = ["state", "reason", "detail", "public"];

/**
 * Asks the endpoint what became of the comments that it has, and keeps what it says.
 * @param {(message: Message) => boolean} which
 * @returns {Promise<boolean>} whether it has said so of all
 */
export const follow = async (which) => {
  let all = true;
  for (const message of (await messages()).filter((one) => one.link && which(one))) {
    const answer = await fetch(`/api${message.link?.replace("receipt", "receipts")}`).catch(() => undefined);
    const now = await answer?.json().catch(() => undefined);
    const isGone = answer?.status === 404 && now?.type?.startsWith?.(OURS);
    if (!isGone && !(answer?.ok && now?.state)) {
      all = false;
      continue;
    }
    const reason = [now.reason, now.note].filter(Boolean).join(" ") || undefined;
    /** @type {Partial<Message>} */
    const news = isGone ? { detail: GONE } : { state: now.state, detail: now.message, reason, public: now.link };
    // Asking took its time: what the reader has removed meanwhile stays away.
    const changed = await change(["message", message.id], (/** @type {Message} */ kept) =>
      NEWS.some((key) => key in news && news[key] !== kept[key]) && [[["message", kept.id], { ...kept, ...news }]]);
    if (changed) tell("outbox");
  }
  return all;
};
