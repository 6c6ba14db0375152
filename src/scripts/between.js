// What the tabs of this site and its service worker have between them: turns, and words. Where an engine has neither locks nor
// channels, each does without: what is sent twice has one id, and a list is shown anew when the page is.

/** How long a turn may take, in milliseconds; who takes longer has been put to sleep in the middle of it. */
const TURN = 60_000;

/**
 * Does it while nobody else does what bears that name. Without a word on how, for something that takes less than a turn.
 * @template T
 * @param {string} name
 * @param {(lock?: Lock | null) => Promise<T>} act
 * @param {LockOptions} [how]
 * @returns {Promise<T>}
 */
export const alone = async (name, act, how) => {
  const { locks } = navigator;
  if (!locks) return act();
  if (how) return locks.request(name, how, act);
  const late = new AbortController(), timer = setTimeout(() => late.abort(), TURN);
  return locks.request(name, { signal: late.signal }, () => {
    clearTimeout(timer);
    return act();
  }).catch((error) => {
    if (!late.signal.aborted) throw error;
    return locks.request(name, { steal: true }, act);
  });
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
