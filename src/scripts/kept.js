// Pages that are kept on this device to be read offline. A page is kept whole or not at all: with every file that it names.
// Those bear a hash of their content in their names, so pages of two builds lie side by side and never share what differs.

import { alone } from "./between.js";

export const PAGES = "recto-pages", FILES = "recto-files";

/** A file's name with its hash, and what stands before it in markup, in a style or in a script. */
const NAMED = /["'`(\s](\/[\w./%-]*-[\da-f]{16}[\w.]*)/g;
/** Files that may name others. */
const NAMING = /\.(js|css)$/;
/** So many of the pages that were read are kept, besides those that somebody asked for. */
const READ = 40;
/** The name of the lock on files. */
const KEEPING = "recto-keeping";

/** @param {string} path */
export const isFile = (path) => /-[\da-f]{16}[\w.]*$/.test(path);

/** Whether an address is one of the edition's pages: the front page or a folder beside it. @param {string} path */
export const isPage = (path) => /^\/([^/]+\/)?$/.test(path);

/**
 * Whether an answer may be kept: errors, other sites' answers, and what was made for one reader may not.
 * @param {Response} answer
 */
export const isGood = (answer) =>
  answer.status === 200 && answer.type === "basic" && !answer.redirected
  && !/no-store|private/.test(answer.headers.get("cache-control") ?? "");

/** @param {string} text */
export const named = (text) => new Set([...text.matchAll(NAMED)].map(([, path = ""]) => path));

/** @param {string} path @returns {Promise<Response>} */
export const file = async (path) => {
  // A store that is out of order, or full, is no reason to withhold it.
  const files = await caches.open(FILES).catch(() => undefined);
  const found = await files?.match(path, { ignoreVary: true }).catch(() => undefined);
  if (found) return found;
  const answer = await fetch(path);
  if (isGood(answer)) await files?.put(path, answer.clone()).catch(() => {});
  return answer;
};

/** @param {string} path @param {Set<string>} done */
const keepFile = async (path, done) => {
  if (done.has(path)) return;
  done.add(path);
  const files = await caches.open(FILES);
  let answer = await files.match(path, { ignoreVary: true });
  if (!answer) {
    answer = await fetch(path);
    if (!isGood(answer)) throw new Error(`${path}: ${answer.status}`);
    await files.put(path, answer.clone());
  }
  if (NAMING.test(path)) await keepFiles(await answer.text(), done);
};

/** @param {string} text @param {Set<string>} done */
const keepFiles = (text, done = new Set()) => Promise.all([...named(text)].map((path) => keepFile(path, done)));

/**
 * Keeps a page with all that it needs.
 * @param {string} path
 * @param {Response} [answer] what has come already
 * @returns {Promise<string>} its text
 * @throws when it cannot be had, or there is no room
 */
export const keepPage = async (path, answer) => {
  answer ??= await fetch(path, { headers: { accept: "text/html" }, cache: "no-cache" });
  if (!isGood(answer)) throw new Error(`${path}: ${answer.status}`);
  const good = answer, text = await answer.clone().text();
  // Several at once, but none while files are tidied away: this page's would not be named by any kept page yet.
  await alone(KEEPING, async () => {
    await keepFiles(text);
    await (await caches.open(PAGES)).put(path, good);
  }, { mode: "shared" });
  return text;
};

/** The kept copy of a page. @param {string} path */
export const page = async (path) => (await caches.open(PAGES)).match(path, { ignoreVary: true });

/** The paths of all pages that are kept. */
export const pages = async () => (await (await caches.open(PAGES)).keys()).map(({ url }) => new URL(url).pathname);

/** @param {string} path */
export const remove = async (path) => (await caches.open(PAGES)).delete(path);

/** What tells a page from its other builds. @param {string | undefined} text */
export const printOf = (text) => text?.match(/data-page="(\w+)"/)?.[1];

/** @param {string} path @returns {Promise<string | undefined>} */
export const keptPrint = async (path) => printOf(await (await page(path))?.text());

/**
 * Lets the pages go that were read longest ago, the shell's never.
 * @param {string[]} shell
 */
export const forget = async (shell) => {
  const read = [];
  for (const path of (await pages()).filter((path) => !shell.includes(path))) {
    read.push({ path, at: Date.parse((await page(path))?.headers.get("date") ?? "") || 0 });
  }
  read.sort((a, b) => b.at - a.at);
  for (const { path } of read.slice(READ)) await remove(path);
};

/**
 * Deletes the files that no kept page names. Only while no page of an older build is open, and not while a page is being
 * kept: the next time will do.
 * @param {string[]} besides what stays anyhow
 */
export const tidy = (besides) => alone(KEEPING, async (lock) => {
  if (lock === null) return;
  const files = await caches.open(FILES);
  const used = new Set(besides);
  /** @param {string} text @returns {Promise<void>} */
  const walk = async (text) => {
    for (const path of named(text)) {
      if (used.has(path)) continue;
      used.add(path);
      if (NAMING.test(path)) await walk(await (await files.match(path, { ignoreVary: true }))?.text() ?? "");
    }
  };
  for (const path of await pages()) await walk(await (await page(path))?.text() ?? "");
  for (const { url } of await files.keys()) if (!used.has(new URL(url).pathname)) await files.delete(url);
}, { ifAvailable: true });
