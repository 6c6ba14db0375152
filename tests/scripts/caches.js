// A CacheStorage with as much room as a test gives it. It may be out of order, as one on a bad disk is.

export class Caches {
  all = new Map();
  room = Infinity;
  broken = false;
  /** What a disk that is busy waits for. */
  busy = undefined;

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
    const kept = this.kept.get(path(request));
    // Who asks by an address alone asks with other headers than the page did.
    return kept?.headers.has("vary") && !ignoreVary ? undefined : kept?.answer();
  }
  async keys() { return [...this.kept.keys()].map((path) => ({ url: `https://recto.example${path}` })) }
  async delete(request) { return this.kept.delete(path(request)) }
  async put(request, answer) {
    if (answer.bodyUsed) throw new TypeError("the body has been read");
    await this.storage.busy;
    const bytes = await answer.arrayBuffer(), size = bytes.byteLength, { status, headers, own, constructor: Answer } = answer;
    if (this.storage.used + size > this.storage.room) throw new DOMException("no room", "QuotaExceededError");
    // What was put last stands last.
    this.kept.delete(path(request));
    this.kept.set(path(request), { size, headers, answer: () => new Answer(bytes.slice(), { ...own, status, headers }) });
  }
}
