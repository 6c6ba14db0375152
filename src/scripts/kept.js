// Pages that are kept on this device to be read offline. A page is kept whole or not at all: with every file that it names.
// Those bear a hash of their content in their names, so pages of two builds lie side by side and never share what differs.

import { alone, ifFree, tell } from "./between.js";

export const PAGES = "recto-pages", FILES = "recto-files";

/** A file's name with its hash, and what stands before it in markup, in a style or in a script. */
const NAMED = /["'`(\s](\/[\w./%-]*-[\da-f]{16}[\w.]*)/g;
/** Files that may name others. */
const NAMING = /\.(js|css)$/;
/** So many of the pages that were read are kept, besides those that somebody asked for. */
export const READ = 40;
/** The name of the lock on files. */
const KEEPING = "recto-keeping";

/** @param {string} path */
export const isFile = (path) => /-[\da-f]{16}[\w.]*$/.test(path);

/** Whether an address is one of the edition's pages: the front page or a folder beside it. @param {string} path */
export const isPage = (path) => /^\/([^/]+\/)?$/.test(path);

/** What stands in an answer's head. @param {Response | undefined} answer @param {string} name */
const head = (answer, name) => answer?.headers.get(name) ?? "";

/** When an answer was made. @param {Response | undefined} answer */
const madeAt = (answer) => Date.parse(head(answer, "date")) || 0;

/**
 * Whether an answer may be kept: errors, other sites' answers, and what was made for one reader may not.
 * @param {Response} answer
 */
export const isGood = (answer) =>
  answer.status === 200 && answer.type === "basic" && !answer.redirected
  && !/no-store|private/.test(head(answer, "cache-control"));

/** No file is a page: what comes as one is somebody else's, such as a hotel's. @param {Response} answer */
const isGoodFile = (answer) => isGood(answer) && !/html/.test(head(answer, "content-type"));

/** @param {string} text */
export const named = (text) => new Set([...text.matchAll(NAMED)].map(([, path = ""]) => path));

/**
 * A file from this device, or from the network.
 * @param {string} path
 * @param {(work: any) => void} [lasts] is given what goes on after the answer
 * @returns {Promise<Response>}
 */
export const file = async (path, lasts = () => {}) => {
  // A store that is out of order, or full, is no reason to withhold it.
  const files = await caches.open(FILES).catch(() => undefined);
  const found = await files?.match(path, { ignoreVary: true }).catch(() => undefined);
  if (found) return found;
  const answer = await fetch(path);
  if (isGoodFile(answer)) lasts(files?.put(path, answer.clone()).catch(() => {}));
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
    if (!isGoodFile(answer)) throw new Error(`${path}: ${answer.status}`);
    await files.put(path, answer.clone());
  }
  if (NAMING.test(path)) await keepFiles(await answer.text(), done);
};

/** @param {string} text @param {Set<string>} done */
const keepFiles = (text, done = new Set()) => Promise.all([...named(text)].map((path) => keepFile(path, done)));

/**
 * Keeps a page with all that it needs, and tells the tabs, which may show an older one.
 * @param {string} path
 * @param {Response} [answer] what has come already
 * @throws when it cannot be had, is not ours, or there is no room
 */
export const keepPage = async (path, answer) => {
  // What was long on its way may be older than what is here by now.
  const at = answer ? madeAt(answer) : Infinity;
  const good = answer ?? await fetch(path, { headers: { accept: "text/html" }, cache: "no-cache" });
  const text = isGood(good) ? await good.clone().text() : "";
  if (!printOf(text)) throw new Error(`${path}: ${good.status}`);
  // Several at once, but none while files are tidied away: this page's would not be named by any kept page yet.
  await alone(KEEPING, async () => {
    await keepFiles(text);
    if (at < madeAt(await page(path))) return;
    await (await caches.open(PAGES)).put(path, good);
    tell("kept", path);
  }, "shared");
};

/** The kept copy of a page. @param {string} path */
export const page = async (path) => (await caches.open(PAGES)).match(path, { ignoreVary: true });

/** The paths of all pages that are kept, the one that came longest ago first. */
export const pages = async () => {
  const dated = (await (await caches.open(PAGES)).keys()).map(async ({ url }) => {
    const path = new URL(url).pathname;
    return { path, at: madeAt(await page(path)) };
  });
  return (await Promise.all(dated)).sort((a, b) => a.at - b.at).map(({ path }) => path);
};

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
  const read = (await pages()).filter((path) => !shell.includes(path));
  for (const path of read.slice(0, -READ)) await remove(path);
};

/**
 * Deletes the files that no kept page names. Only while no page of an older build is open, and not while a page is being
 * kept: the next time will do.
 */
export const tidy = () => ifFree(KEEPING, async () => {
  const files = await caches.open(FILES);
  const used = new Set();
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
});
