// A CacheStorage with as much room as a test gives it. It may be out of order, as one on a bad disk is.

export class Caches {
  all = new Map();
  room = Infinity;
  broken = false;

  async open(name) {
    if (this.broken) throw new DOMException("Unexpected internal error.", "UnknownError");
    if (!this.all.has(name)) this.all.set(name, new Cache(this));
    return this.all.get(name);
  }

  get used() {
    return [...this.all.values()].flatMap((cache) => [...cache.kept.values()]).reduce((sum, { size }) => sum + size, 0);
  }

  /** The paths that a cache has. */
  paths(name) {
    return [...this.all.get(name)?.kept.keys() ?? []].sort();
  }
}

const path = (request) => new URL(request.url ?? request, "https://recto.example").pathname;

class Cache {
  kept = new Map();
  constructor(storage) { this.storage = storage }
  async match(request, { ignoreVary = false } = {}) {
    const { answer } = this.kept.get(path(request)) ?? {};
    // Who asks by an address alone asks with other headers than the page did.
    return answer?.headers.has("vary") && !ignoreVary ? undefined : answer?.clone();
  }
  async keys() { return [...this.kept.keys()].map((path) => ({ url: `https://recto.example${path}` })) }
  async delete(request) { return this.kept.delete(path(request)) }
  async put(request, answer) {
    if (answer.bodyUsed) throw new TypeError("the body has been read");
    const whole = answer.clone();
    const size = (await answer.arrayBuffer()).byteLength;
    if (this.storage.used + size > this.storage.room) throw new DOMException("no room", "QuotaExceededError");
    this.kept.set(path(request), { answer: whole, size });
  }
}
