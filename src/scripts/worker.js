// The service worker: pages come from the network, and from this device where that is slow or away; files with a hash in
// their names come from this device. What it keeps is kept in whole pages (see kept.js), so no page mixes two builds, and it
// never takes over from an older worker while a page of that one is open. It also sends what waits in the outbox.

import { file, forget, isFile, isPage, keepPage, keptPrint, page, pages, printOf, remove, tidy } from "./kept.js";
import { deliver } from "./outbox.js";
import { recall } from "./store.js";

/**
 * What the build tells: the pages that are kept from the start, and the address of the list of all.
 * @type {{ shell: string[], list: string }}
 */
const site = /** @type {any} */ ("recto:site");

/** How long the network may take where there is a kept copy, in milliseconds. */
const PATIENCE = 2_500;
const OFFLINE = "/offline/";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** The pages that the reader, who has asked for all, has removed since; nothing where all were never asked for. */
const removed = () => recall(["fact", "edition"]);

/** Brings what is kept up to this build: the pages that have changed, and all others where the reader asked for all. */
const refresh = async () => {
  /** @type {{ pages: { path: string, print: string }[] }} */
  const list = await (await file(site.list)).json();
  const prints = new Map(list.pages.map(({ path, print }) => [path, print])), without = await removed().catch(() => undefined);
  // What was read longest ago comes first, so that it still counts as that.
  const wanted = new Set(await pages());
  // An earlier build wrote `true`.
  if (without) for (const path of prints.keys()) if (!without.includes?.(path)) wanted.add(path);
  for (const path of wanted) {
    const print = prints.get(path);
    // What cannot be had now stays as it was, whole.
    if (print) await keptPrint(path) !== print && await keepPage(path).catch(() => {});
    else if (!site.shell.includes(path)) await remove(path);
  }
};

worker.addEventListener("install", (event) => event.waitUntil((async () => {
  // One after the other: a line that is slow is somebody's who reads.
  for (const path of site.shell) await keepPage(path);
  await refresh();
})()));

/** Makes room, once no page of an older build is open. */
const clean = async () => {
  if (!await removed()) await forget(site.shell);
  await tidy();
};

/** @type {any} a promise */
let cleaning;

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
  // The first page does not wait for it; it lasts as long as what is asked for next.
  cleaning = clean().catch(() => {});
});

worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil((async () => {
  // A refusal makes the browser try again when it thinks fit.
  if (await deliver(true) !== Infinity) throw new Error("some messages still wait");
})()));

worker.addEventListener("fetch", (event) => {
  event.waitUntil(cleaning);
  const { method, mode, cache, headers } = event.request, url = new URL(event.request.url), path = url.pathname;
  if (method !== "GET" || url.origin !== location.origin || headers.has("range")) return;
  if (isFile(path)) event.respondWith(file(path, (work) => event.waitUntil(work)));
  // A tab that keeps a page asks for what the network has, and for nothing else.
  else if (mode === "navigate" || isPage(path) && cache !== "no-cache") event.respondWith(answer(event, url));
});

/** A store that is out of order is no reason to withhold what the network has. @param {string} path */
const own = (path) => page(path).catch(() => undefined);

/** @param {FetchEvent} event @param {URL} url @returns {Promise<Response>} */
const answer = async (event, url) => {
  // Without navigation preload: where the network fails, one engine then shows its own page in the place of ours.
  const came = fetch(event.request).catch(() => undefined);
  const path = url.pathname, isRead = event.request.mode === "navigate", kept = isPage(path) && await own(path);
  // What is only fetched ahead of a click has not been read yet.
  if (kept || isRead && isPage(path)) {
    // Without room the older copy stays, whole.
    event.waitUntil(came.then((answer) => answer && keepPage(path, answer.clone())).catch(() => {}));
  }
  if (kept) {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    return await Promise.race([came.then(whole).catch(() => undefined), late]) ?? kept;
  }
  return await came ?? (isRead ? await away(url) : undefined) ?? Response.error();
};

/**
 * What may stand in the place of a kept page: one of ours that has come to its end and is no excuse, or the way to another.
 * @param {Response | undefined} answer
 */
const whole = async (answer) =>
  answer?.redirected || answer?.type === "opaqueredirect"
    || [200, 404, 410].includes(answer?.status ?? 0) && printOf(await answer?.clone().text()) ? answer : undefined;

/** What is shown where nothing can be had: the page that was meant, or the one that says so. @param {URL} url */
const away = async (url) => {
  url.pathname += "/";
  return await own(url.pathname) ? Response.redirect(url) : own(OFFLINE);
};
