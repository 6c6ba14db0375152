// A reader's device, as the scripts know it: what it keeps, its clock, and what the network answers. Tabs and a service
// worker are opened on it; each runs the bundled scripts in a world of its own and shares what real ones share.

import { fileURLToPath } from "node:url";
import { buildSync } from "../../.tools/npm/node_modules/esbuild/lib/main.js";
import { IDBKeyRange } from "../../.tools/npm/node_modules/fake-indexeddb/build/esm/index.js";
import { Channels, Locks } from "./between.js";
import { Caches } from "./caches.js";
import { Store } from "./store.js";

export const SITE = "https://recto.example";
const SCRIPTS = fileURLToPath(new URL("../../src/scripts", import.meta.url));

/** @type {Map<string, string>} */
const bundles = new Map();

/** What esbuild makes of some lines that stand among the scripts. */
const bundled = (lines) => {
  if (!bundles.has(lines)) {
    const { outputFiles } = buildSync({
      stdin: { contents: lines, resolveDir: SCRIPTS }, bundle: true, write: false, format: "iife", globalName: "parts",
      target: "es2021", external: ["recto:*"],
    });
    bundles.set(lines, outputFiles[0].text);
  }
  return bundles.get(lines);
};

/** Runs a bundle with a world's things in the place of the global ones; hands out what it exports. */
const run = (text, world) => {
  world.globalThis = world.self = world;
  return new Function(...Object.keys(world), `${text}; return globalThis.parts ?? (typeof parts === "undefined" ? {} : parts)`)(
    ...Object.values(world));
};

/** An answer as a browser hands it to a script, where the network's own are `basic`. */
export class Answer extends Response {
  constructor(body, { type = "basic", redirected = false, ...rest } = {}) {
    super(body, rest);
    this.own = { type, redirected };
  }
  get type() { return this.own.type }
  get redirected() { return this.own.redirected }
  clone() {
    const { status, headers } = this;
    const copy = super.clone();
    return new Answer(copy.body, { status, headers, ...this.own });
  }
}

export const json = (status, body, headers = {}) =>
  new Answer(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
export const html = (status, text, more = {}) =>
  new Answer(text, { status, ...more, headers: { "content-type": "text/html", ...more.headers } });
/** The endpoint's way of saying no. */
export const problem = (status, more = {}, headers) => json(status, { type: "urn:problem-type:recto:some", detail: "Please mend it.", ...more }, headers);

/** A promise, with what settles it. */
export const promised = () => {
  let resolve, reject;
  const promise = new Promise((yes, no) => [resolve, reject] = [yes, no]);
  return { promise, resolve, reject };
};

/** Waits until it holds. */
export const until = async (holds) => {
  for (let turn = 0; turn < 20_000; turn++) {
    if (await holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`this never came to hold: ${holds}`);
};

export class Device {
  now = Date.UTC(2026, 0, 1);
  online = true;
  /** Every request that went out. */
  requests = [];
  /** What the endpoint has, by id, and how often it was sent each. */
  arrived = new Map();
  /** What it says next, instead of taking it: answers, or what makes them of a request. */
  says = [];
  /** What stands at an address: an answer's maker. */
  site = {};
  store = new Store();
  caches = new Caches();
  locks = new Locks();
  channels = new Channels();
  timers = [];

  /** Lets time pass, and what was to happen in it happen. */
  async passes(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.act();
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    this.now = end;
  }

  /** The endpoint: says what it was told to say, or takes what is sent. */
  endpoint(request) {
    const said = this.says.shift();
    const answer = typeof said === "function" ? said(request) : said;
    return answer ?? this.takes(request);
  }

  takes({ fields }) {
    this.arrived.set(fields.id, (this.arrived.get(fields.id) ?? 0) + 1);
    return json(202, { id: fields.id, state: "held", message: "It has arrived.", link: `/receipt/${fields.id}`, writer: "w1" });
  }

  /** What every world has. */
  world(client) {
    const device = this;
    const timer = (act, after = 0, ...more) => {
      // As engines do: more than 31 bits is no wait at all.
      const at = device.now + (after > 0x7fff_ffff ? 1 : after);
      const one = { at, act: () => client.closed || act(...more) };
      device.timers.push(one);
      return one;
    };
    const timeout = (after) => {
      const cut = new AbortController();
      timer(() => cut.abort(new DOMException("timed out", "TimeoutError")), after);
      return cut.signal;
    };
    return {
      indexedDB: this.store, IDBKeyRange, caches: this.caches, crypto, console,
      navigator: { locks: this.locks.of(client), get onLine() { return device.online } },
      BroadcastChannel: this.channels.of(client), AbortController, AbortSignal: { timeout },
      location: new URL(client.path ?? "/", SITE), setTimeout: timer,
      clearTimeout: (one) => { if (one) device.timers = device.timers.filter((other) => other !== one) },
      Date: class extends Date {
        constructor(...of) { super(...of.length ? of : [device.now]) }
        static now() { return device.now }
      },
      Response: Answer, Element: class {}, document: { querySelector: () => null, getElementById: () => null, visibilityState: "visible" },
      addEventListener: (name, act) => (client.listeners[name] ??= []).push(act),
      fetch: (input, options = {}) => this.fetches(client, input, options),
    };
  }

  async fetches(client, input, { method = "GET", body, keepalive, signal, headers, cache } = {}) {
    const url = new URL(input.url ?? input, SITE);
    const request = { method, path: url.pathname, headers, cache, fields: body && JSON.parse(body) };
    this.requests.push(request);
    if (keepalive && Buffer.byteLength(body ?? "") > 65_536) throw new TypeError("too much for keepalive");
    if (!this.online) throw new TypeError("Failed to fetch");
    const cut = promised();
    signal?.addEventListener("abort", () => cut.reject(signal.reason));
    // The request goes out by the network's own time, not by the script's.
    const made = Promise.resolve(method === "POST" ? this.endpoint(request) : this.site[url.pathname]?.(request) ?? html(404, ""));
    const answer = await Promise.race([made, cut.promise]);
    // A tab that is gone hears of nothing.
    if (client.closed) return new Promise(() => {});
    return answer;
  }

  /** A tab that has loaded the parts that a page has; `without` what its engine lacks, with `more` in its world. */
  tab(path = "/one-clause/", without = [], more = {}) {
    const client = { name: "tab", path, listeners: {}, closed: false };
    const world = this.world(client), forms = [];
    world.document.querySelectorAll = () => forms;
    Object.assign(world, more);
    for (const name of without) name in world ? delete world[name] : delete world.navigator[name];
    const names = ["outbox", "store", "kept", "work", "drafts", "sending", "updates", "between", "saved", "plain", "changes"];
    const text = bundled(names.map((name) => `export * as ${name} from "./${name}.js";`).join("\n"));
    // What is lacking is `undefined` by its name too.
    const parts = run(text, Object.assign(Object.fromEntries(without.map((name) => [name, undefined])), world));
    const close = () => {
      client.closed = true;
      this.locks.release(client);
    };
    const fires = (name, event = {}) => Promise.all((client.listeners[name] ?? []).map((act) => act(event)));
    return { ...parts, world, forms, close, fires };
  }

  /** The service worker of a build. */
  worker(site = { shell: ["/", "/offline/"], list: "/edition-0000000000000000.json" }, without = []) {
    const client = { name: "worker", path: "/sw.js", listeners: {}, closed: false };
    const world = this.world(client);
    world.registration = { navigationPreload: { enable: async () => {} } };
    world.clients = { claim: async () => {} };
    for (const name of without) name in world ? world[name] = undefined : delete world.navigator[name];
    run(bundled('import "./worker.js";').replace('"recto:site"', JSON.stringify(site)), world);
    /** Fires an event; waits for all that it asks to be waited for. */
    const fires = async (name, more = {}) => {
      const waits = [];
      let answer;
      const event = { ...more, waitUntil: (work) => waits.push(work), respondWith: (one) => answer = Promise.resolve(one) };
      for (const act of client.listeners[name] ?? []) act(event);
      const shown = await answer;
      // What is waited for may go on in the background; a test asks for it.
      const done = Promise.all(waits);
      done.catch(() => {});
      return { answered: answer !== undefined, shown, done };
    };
    const asks = (path, { mode = "navigate", method = "GET", headers = {}, cache = "default" } = {}) => fires("fetch", {
      request: { url: new URL(path, SITE).href, method, mode, cache, headers: new Headers(headers) },
    });
    return { world, fires, asks };
  }
}

/** A message as a form makes it. */
export const comment = (id, more = {}) => ({
  id, kind: "comment", path: "/api/articles/one-clause/comments", page: "/one-clause/", title: "One clause",
  fields: { id, body: `This is ${id}.` }, state: "waiting", written: Date.UTC(2026, 0, 1), tries: 0, after: 0, wanted: 0, ...more,
});
