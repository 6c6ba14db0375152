// What the tabs of this site and its service worker have between them: turns, and words. Where an engine has neither locks nor
// channels, each does without: what is sent twice has one id, and a list is shown anew when the page is.

/** @type {Set<() => void>} */
const held = new Set();
globalThis.addEventListener?.("pagehide", () => held.forEach((letGo) => letGo()));

/**
 * Something that others wait for, and that a page lets go of when it is put away: engines keep a page as it stands, for the
 * way back, and with it what it holds.
 * @param {() => void} letGo
 * @returns {() => void} to be called when it is no longer held
 */
export const holds = (letGo) => {
  held.add(letGo);
  return () => held.delete(letGo);
};

/** How long a turn may take, in milliseconds; who takes longer has been put to sleep in the middle of it. */
const TURN = 60_000;

/**
 * Does it while nobody else does what bears that name. Without a word on how it is a turn: it takes less than {@link TURN}, and
 * may go on without the others waiting for it.
 * @template T
 * @param {string} name
 * @param {(lock?: Lock | null) => Promise<T>} act
 * @param {LockOptions} [how]
 * @returns {Promise<T | undefined>} nothing if the page was put away meanwhile
 */
export const alone = async (name, act, how) => {
  const { locks } = navigator;
  if (!locks) return act();
  // Nobody waits in a line for it.
  if (how?.ifAvailable) return locks.request(name, how, act);
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
    return await locks.request(name, { ...how, signal: cut.signal }, () => {
      clearTimeout(timer);
      return how ? act() : Promise.race([act(), left]);
    });
  } catch (error) {
    if (!isLate) throw error;
    // A turn is taken from who sleeps; what is done beside others is done beside one more.
    return how ? act() : locks.request(name, { steal: true }, act);
  } finally {
    clearTimeout(timer);
    done();
  }
};

/** Tells every tab of this site, this one too. @param {"outbox" | "kept"} word what has changed */
export const tell = (word) => {
  if (!globalThis.BroadcastChannel) return;
  const channel = new BroadcastChannel("recto");
  channel.postMessage(word);
  channel.close();
};

/** @param {"outbox" | "kept"} word @param {() => unknown} act */
export const hear = (word, act) =>
  globalThis.BroadcastChannel && new BroadcastChannel("recto").addEventListener("message", ({ data }) => data === word && act());
