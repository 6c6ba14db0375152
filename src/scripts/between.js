// What the tabs of this site and its service worker have between them: turns, and words. Where an engine has neither locks nor
// channels, each tab does without, and tells itself: what is sent twice has one id, and a list is shown anew when the page is.

/** @type {Set<() => void>} */
const held = new Set();
/** Whether this page has been put away: what it was about to do goes on for a moment. */
let isAway = false;
globalThis.addEventListener?.("pagehide", () => {
  isAway = true;
  held.forEach((letGo) => letGo());
});
globalThis.addEventListener?.("pageshow", () => isAway = false);

/**
 * Something that others wait for, and that a page lets go of when it is put away: engines keep a page as it stands, for the
 * way back, and with it what it holds.
 * @param {() => void} letGo
 * @returns {() => void} to be called when it is no longer held
 */
export const holds = (letGo) => {
  held.add(letGo);
  if (isAway) letGo();
  return () => held.delete(letGo);
};

/** How long a turn may take, in milliseconds; who takes longer has been put to sleep in the middle of it. */
const TURN = 60_000;

/**
 * Does it while nobody else does what bears that name. It is a turn: it takes less than {@link TURN}, and may go on without the
 * others waiting for it. What may be done beside others who do it so takes as long as it takes.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @param {"shared"} [mode] where it may be done beside others
 * @returns {Promise<T | undefined>} nothing if the page was put away meanwhile
 */
export const alone = async (name, act, mode) => {
  const { locks } = navigator;
  if (!locks) return act();
  const cut = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    cut.abort();
  }, TURN);
  /** @type {() => void} */
  let done = () => {};
  const left = new Promise((resolve) => done = holds(() => {
    cut.abort();
    resolve(undefined);
  }));
  try {
    return await locks.request(name, { mode, signal: cut.signal }, () => {
      clearTimeout(timer);
      return mode ? act() : Promise.race([act(), left]);
    });
  } catch (error) {
    if (!isLate) throw error;
    // A turn is taken from who sleeps; what is done beside others is done beside one more.
    return mode ? act() : locks.request(name, { steal: true }, act);
  } finally {
    clearTimeout(timer);
    done();
  }
};

/**
 * Does it if nobody does what bears that name just now, else not at all.
 * @param {string} name @param {() => Promise<unknown>} act
 */
export const ifFree = async (name, act) =>
  navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && act()) : act();

/** @typedef {"outbox" | "drafts" | "kept"} Word what has changed */

/** Who listens in this tab, where there are no channels. @type {Set<(message: string) => unknown>} */
const ears = new Set();

/**
 * Tells every tab of this site, this one too.
 * @param {Word} word
 * @param {string} [about] the page that it is about
 */
export const tell = (word, about = "") => {
  if (!globalThis.BroadcastChannel) return ears.forEach((ear) => ear(word + about));
  const channel = new BroadcastChannel("recto");
  channel.postMessage(word + about);
  channel.close();
};

/** @param {Word} word @param {(about: string) => unknown} act */
export const hear = (word, act) => {
  /** @param {string} message */
  const ear = (message) => message.startsWith(word) && act(message.slice(word.length));
  if (globalThis.BroadcastChannel) new BroadcastChannel("recto").addEventListener("message", ({ data }) => ear(data));
  else ears.add(ear);
};
