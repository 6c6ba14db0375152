// IndexedDB with what goes wrong with it: it may be refused, be full, or lose its connections without a word.

import { IDBFactory, IDBObjectStore } from "../../.tools/npm/node_modules/fake-indexeddb/build/esm/index.js";

/** @type {WeakMap<object, Store>} whose each connection is */
const stores = new WeakMap();

for (const name of ["put", "getAll"]) {
  const own = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...of) {
    stores.get(this.transaction.db)?.[name]();
    return own.apply(this, of);
  };
}

export class Store extends IDBFactory {
  refused = false;
  silent = false;
  full = false;
  /** How often all of a kind was read. */
  reads = 0;
  connections = [];

  open(...of) {
    if (this.refused) throw new DOMException("not here", "SecurityError");
    if (this.silent) return {};
    const request = super.open(...of);
    request.addEventListener("success", () => {
      stores.set(request.result, this);
      this.connections.push(request.result);
    });
    return request;
  }

  put() {
    if (this.full) throw new DOMException("no room", "QuotaExceededError");
  }

  getAll() {
    this.reads++;
  }
}
