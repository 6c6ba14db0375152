// What the tabs and the worker of a device share besides its store: locks, and channels to talk on.

export class Locks {
  /** @type {{ name: string, client: object, mode: string }[]} */
  held = [];
  queue = [];

  /** The locks as one client sees them. */
  of(client) {
    return {
      request: (name, ...rest) => {
        const act = rest.pop(), { mode = "exclusive", ifAvailable = false, steal = false, signal } = rest[0] ?? {};
        return new Promise((resolve, reject) => {
          const one = { name, client, mode, act, resolve, reject };
          if (ifAvailable && !this.free(one, this.queue)) return resolve(act(null));
          signal?.addEventListener("abort", () => {
            if (!this.queue.includes(one)) return;
            this.queue = this.queue.filter((other) => other !== one);
            reject(signal.reason);
          });
          if (steal) this.stolen(name);
          this.queue[steal ? "unshift" : "push"](one);
          this.next();
        });
      },
    };
  }

  free(one, before) {
    const excludes = ({ name, mode }) => name === one.name && [mode, one.mode].includes("exclusive");
    return ![...this.held, ...before].some(excludes);
  }

  next() {
    for (const one of [...this.queue]) {
      if (!this.free(one, this.queue.slice(0, this.queue.indexOf(one)))) continue;
      this.queue.splice(this.queue.indexOf(one), 1);
      this.held.push(one);
      Promise.resolve().then(() => one.client.closed ? new Promise(() => {}) : one.act({ name: one.name }))
        .then(one.resolve, one.reject).finally(() => this.ends(one));
    }
  }

  ends(one) {
    this.held = this.held.filter((other) => other !== one);
    this.next();
  }

  /** Whoever has it has it no more, and goes on with what it does. */
  stolen(name) {
    for (const one of this.held.filter((one) => one.name === name)) {
      this.held.splice(this.held.indexOf(one), 1);
      one.reject(new DOMException("stolen", "AbortError"));
    }
  }

  /** A client is gone, and with it what it held and wanted. */
  release(client) {
    this.queue = this.queue.filter((one) => one.client !== client);
    this.held = this.held.filter((one) => one.client !== client);
    this.next();
  }
}

export class Channels {
  open = new Set();

  of(client) {
    const { open } = this;
    return class {
      listeners = [];
      constructor(name) {
        this.name = name;
        this.client = client;
        open.add(this);
      }
      addEventListener(_kind, act) { this.listeners.push(act) }
      postMessage(data) {
        const others = [...open].filter((one) => one !== this && one.name === this.name);
        setImmediate(() => others.forEach((one) => one.client.closed || one.listeners.forEach((act) => act({ data }))));
      }
      close() { open.delete(this) }
    };
  }
}
