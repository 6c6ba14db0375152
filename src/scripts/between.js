// What the tabs of this site and its service worker have between them: turns, and words. Where an engine has neither locks nor
// channels, each does without: what is sent twice has one id, and a list is shown anew when the page is.

/**
 * Does it while nobody else does what bears that name.
 * @template T
 * @param {string} name
 * @param {(lock?: Lock | null) => Promise<T>} act
 * @param {LockOptions} [how]
 * @returns {Promise<T>}
 */
export const alone = (name, act, how = {}) => navigator.locks ? navigator.locks.request(name, how, act) : act();

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
