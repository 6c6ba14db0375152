// What this device keeps between visits: messages that wait, drafts, and a few facts, in one store of IndexedDB. Small on
// purpose, because the service worker has it too. A private window or a full disk may refuse any of it; who calls says so.

import { holds } from "./between.js";

/** @typedef {readonly [kind: "message" | "draft" | "fact", name: string]} Key */

const STORE = "kept";

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** How long the engine may take to open it, in milliseconds: some never do, and never say so. */
const PATIENCE = 4_000;

/** @returns {Promise<IDBDatabase>} */
const open = () => opened ??= new Promise((resolve, reject) => {
  setTimeout(reject, PATIENCE, new Error("no answer"));
  const request = indexedDB.open("recto", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => {
    const database = request.result;
    // Some engines close what has not been used for a while.
    database.onclose = () => opened = undefined;
    // A later build, or a reader who clears it away, must not have to wait for this tab.
    database.onversionchange = () => {
      database.close();
      opened = undefined;
    };
    resolve(database);
  };
  request.onerror = () => reject(request.error);
});

/** @param {IDBTransactionMode} mode */
const begin = async (mode) => {
  for (let again = true; ; again = false) {
    try {
      return (await open()).transaction(STORE, mode, { durability: "strict" });
    } catch (error) {
      // Refused, or lost without a word, as on a phone that has slept: only a new connection can tell.
      opened = undefined;
      if (!again) throw error;
    }
  }
};

/** It is on the disk when this is done. @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
});

/**
 * Lets it be done without this page, which may be put away, and kept as it stands: one engine then keeps a transaction that
 * waits for the page, and every other page waits for that.
 * @param {IDBTransaction} transaction
 */
const commit = (transaction) => transaction.commit?.();

/** @param {Key} key */
const named = (key) => /** @type {string[]} */ (/** @type {unknown} */ (key));

/**
 * @template T
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
const read = async (ask) => {
  const transaction = await begin("readonly");
  const request = ask(transaction.objectStore(STORE));
  commit(transaction);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
};

/**
 * What is kept under a key.
 * @param {Key} key
 */
export const recall = (key) => read((store) => store.get(named(key)));

/**
 * Everything of a kind.
 * @param {Key[0]} kind
 */
export const all = (kind) => read((store) => store.getAll(IDBKeyRange.bound([kind], [kind, []])));

/** @typedef {readonly [Key, unknown]} Change `undefined` takes away */

/** @param {IDBObjectStore} store @param {Change[]} changes */
const put = (store, changes) => {
  try {
    for (const [key, value] of changes) {
      if (value === undefined) store.delete(named(key));
      else store.put(value, named(key));
    }
  } catch (error) {
    // What cannot be copied takes the others along, or half of it would be done.
    store.transaction.abort();
    throw error;
  }
};

/**
 * Changes several things at once, or none of them.
 * @param {...Change} changes
 * @returns {Promise<void>}
 */
export const keep = async (...changes) => {
  const transaction = await begin("readwrite");
  put(transaction.objectStore(STORE), changes);
  commit(transaction);
  return done(transaction);
};

/**
 * Changes what is kept as it is kept now, so that no change which another tab made meanwhile is undone.
 * @template Kept
 * @param {Key} key
 * @param {(now: Kept) => Change[] | false} how all that changes, if anything does; not asked where nothing is kept
 * @returns {Promise<boolean>} whether anything did; not if the page was put away meanwhile
 */
export const change = async (key, how) => {
  const transaction = await begin("readwrite");
  const store = transaction.objectStore(STORE), found = store.get(named(key));
  let changes = /** @type {Change[] | false} */ (false);
  let isLeft = false;
  // It cannot do without this page before the answer has come.
  const answered = holds(() => {
    isLeft = true;
    transaction.abort();
  });
  found.onsuccess = () => {
    changes = found.result !== undefined && how(found.result);
    answered();
    if (changes) put(store, changes);
    commit(transaction);
  };
  await done(transaction).catch((error) => {
    if (!isLeft) throw error;
  }).finally(answered);
  return !!changes;
};
