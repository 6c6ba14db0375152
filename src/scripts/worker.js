// The service worker: pages come from the network, and from this device where that is slow or away; files with a hash in
// their names come from this device. What it keeps is kept in whole pages (see kept.js), so no page mixes two builds, and it
// never takes over from an older worker while a page of that one is open. It also sends what waits in the outbox.

import { tell } from "./between.js";
import { file, forget, isFile, isGood, isPage, keepPage, keptPrint, page, pages, remove, tidy } from "./kept.js";
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

/** Whether the reader has asked for the whole edition. */
const wantsAll = () => recall(["fact", "edition"]).catch(() => false);

/** Brings what is kept up to this build: the pages that have changed, all of them where the reader asked for all. */
const refresh = async () => {
  /** @type {{ pages: { path: string, print: string }[] }} */
  const list = await (await file(site.list)).json();
  const all = await wantsAll();
  for (const { path, print } of list.pages) {
    const own = await keptPrint(path);
    // What cannot be had now stays as it was, whole.
    if (own !== print && (own || all)) await keepPage(path).catch(() => {});
  }
  const known = [...site.shell, ...list.pages.map(({ path }) => path)];
  for (const path of await pages()) if (!known.includes(path)) await remove(path);
};

worker.addEventListener("install", (event) => event.waitUntil((async () => {
  // One after the other: a line that is slow is somebody's who reads.
  for (const path of site.shell) await keepPage(path);
  await refresh();
})()));

// No page of an older build is open by now.
worker.addEventListener("activate", (event) => event.waitUntil((async () => {
  if (!await wantsAll()) await forget(site.shell);
  await tidy([site.list]);
  await worker.clients.claim();
})()));

worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil((async () => {
  // A refusal makes the browser try again when it thinks fit.
  if (await deliver(true) !== Infinity) throw new Error("some messages still wait");
})()));

worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || event.request.headers.has("range")) return;
  if (isFile(pathname)) event.respondWith(file(pathname));
  else if (mode === "navigate" || isPage(pathname)) event.respondWith(answer(event, pathname));
});

/** @param {FetchEvent} event @param {string} path @returns {Promise<Response>} */
const answer = async (event, path) => {
  // Without navigation preload: where the network fails, one engine then shows its own page in the place of ours.
  const asked = fetch(event.request);
  const came = asked.catch(() => undefined), isRead = event.request.mode === "navigate";
  // A store that is out of order is no reason to withhold what the network has.
  const kept = isPage(path) ? page(path).catch(() => undefined) : undefined;
  // What is only fetched ahead of a click has not been read yet.
  event.waitUntil(came.then((answer) => answer && isPage(path) ? note(path, answer.clone(), isRead || kept) : undefined));
  const own = await kept;
  if (own) {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const answer = await Promise.race([came, late]);
    return answer && answer.status < 500 ? answer : own;
  }
  return await came ?? (isRead ? await page(OFFLINE).catch(() => undefined) : undefined) ?? Response.error();
};

/**
 * Keeps a page that has come, and tells the tabs, which may show an older one.
 * @param {string} path @param {Response} answer @param {unknown} wanted whether it is to be kept
 */
const note = async (path, answer, wanted) => {
  if (answer.status === 404 || answer.status === 410) await remove(path);
  if (!await wanted || !isGood(answer)) return;
  // Without room the older copy stays, whole.
  await keepPage(path, answer).catch(() => {});
  tell("kept");
};
