// What this device keeps between visits: messages that wait, drafts, and a few facts, in one store of IndexedDB. Small on
// purpose, because the service worker has it too. A private window or a full disk may refuse any of it; who calls says so.

/** @typedef {readonly [kind: "message" | "draft" | "fact", name: string]} Key */

const STORE = "kept";

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
const open = () => opened ??= new Promise((resolve, reject) => {
  const request = indexedDB.open("recto", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => {
    // Some engines close what has not been used for a while.
    request.result.onclose = () => opened = undefined;
    resolve(request.result);
  };
  request.onerror = () => {
    opened = undefined;
    reject(request.error);
  };
});

/**
 * @template T
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
const read = async (ask) => {
  const request = ask((await open()).transaction(STORE).objectStore(STORE));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
};

/**
 * What is kept under a key.
 * @param {Key} key
 */
export const recall = (key) => read((store) => store.get(/** @type {string[]} */ (/** @type {unknown} */ (key))));

/**
 * Everything of a kind.
 * @param {Key[0]} kind
 */
export const all = (kind) => read((store) => store.getAll(IDBKeyRange.bound([kind], [kind, []])));

/**
 * Changes several things at once, or none of them; `undefined` takes away. It is on the disk when this is done.
 * @param {...(readonly [Key, unknown])} changes
 * @returns {Promise<void>}
 */
export const keep = async (...changes) => {
  const transaction = (await open()).transaction(STORE, "readwrite", { durability: "strict" });
  const store = transaction.objectStore(STORE);
  for (const [key, value] of changes) {
    const name = /** @type {string[]} */ (/** @type {unknown} */ (key));
    if (value === undefined) store.delete(name);
    else store.put(value, name);
  }
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
};
