// What is kept on this device to be read offline: the whole edition on request, what it takes, and what the browser allows.

import { element } from "./element.js";
import * as kept from "./kept.js";
import { change, keep, recall } from "./store.js";

/** @typedef {{ bytes: number, pages: { path: string, title: string, print: string }[] }} Edition */
/** @typedef {(words: string) => Promise<void>} Anew shows it anew where it stands by now, and says what came of a button */

/** The wish for the whole edition: the pages that are not wanted, of which a build that comes brings all others. */
const WISH = /** @type {const} */ (["fact", "edition"]);
/** How long the page that stands in for another waits until it asks for that again, at first and at most, in milliseconds. */
const SOON = 5_000, SELDOM = 300_000;

/** How far it is, while the whole edition is being kept. @type {HTMLProgressElement | undefined} */
let bar;

/** Whether this page stands in for one that could not be had. */
const isAway = () => document.querySelector("[data-saved=list]") && location.pathname !== "/offline/";

/** Loads that one once the site answers: the worker takes no such question, so it is the network that does. */
const tryAgain = async () => {
  if (!isAway() || document.visibilityState === "hidden") return;
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  if (answer && answer.status < 500) location.reload();
};

/** Whether it was loaded again and still is not there: what answers then is not the page. */
const isAgain = () => /** @type {any} */ (performance.getEntriesByType("navigation")[0])?.type === "reload";

/** @param {number} wait */
const keepTrying = (wait) => setTimeout(() => {
  tryAgain();
  keepTrying(Math.min(2 * wait, SELDOM));
}, wait);

if (isAway()) {
  keepTrying(isAgain() ? 12 * SOON : SOON);
  addEventListener("online", tryAgain);
  addEventListener("visibilitychange", tryAgain);
  // A link to this very page would lose what stands behind its `#`.
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[href='']"))) return;
    event.preventDefault();
    location.reload();
  }, true);
}

/** @param {number} bytes */
const size = (bytes) => {
  const steps = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];
  const [step, unit] = /** @type {[number, string]} */ (steps.find(([step]) => bytes >= /** @type {number} */ (step)) ?? steps[2]);
  return `${(bytes / step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 })}\u00a0${unit}`;
};

/** The list of the pages of this page's build. @param {HTMLElement} place @returns {Promise<Edition>} */
const edition = async (place) => (await kept.file(place.dataset.list ?? "")).json();

/** @param {string} words @param {() => void} click @param {string} [name] */
const button = (words, click, name) =>
  element("button", { type: "button", class: "button quiet", click, ...(name && { "aria-label": name }) }, words);

/** Why pages were not kept, in words. @param {Error} error */
const why = ({ name }) => {
  if (name === "QuotaExceededError") return "There is no more room on this device for the others.";
  return name === "Error" ? "The others are not to be had now." : "The others could not be had: is there a connection?";
};

/** @param {Anew} anew */
const room = async (anew) => {
  const storage = navigator.storage;
  // Some engines tell nothing.
  const { usage, quota } = await storage?.estimate?.().catch(() => undefined) ?? {};
  const safe = await storage?.persisted?.().catch(() => undefined);
  const words = element("p", { class: "room" }, usage !== undefined && `All that this site keeps here takes ${size(usage)}`,
    usage !== undefined && (quota ? ` of the ${size(quota)} that the browser allows. ` : ". "),
    safe ? "The browser has promised not to clear it away by itself." : "The browser may clear it away when it needs room. ");
  if (safe === false) {
    words.append(button("Ask it not to", async () => {
      const granted = await storage.persist().catch(() => false);
      await anew(granted ? "The browser keeps it from now on." : "The browser does not promise it.");
    }));
  }
  return words;
};

/** @param {Element} place @param {Edition} list @param {Anew} anew */
const keepAll = async (place, { pages }, anew) => {
  if (bar) return;
  const done = bar = element("progress", { max: String(pages.length), value: "0", "aria-label": "Pages kept" });
  const buttons = place.querySelector("[data-all]");
  buttons?.setAttribute("data-all", "");
  buttons?.replaceChildren(done);
  // Asked for, so that the browser does not clear away what somebody counts on. It may say no, or ask the reader first.
  navigator.storage?.persist?.().catch(() => {});
  await keep([WISH, []]).catch(() => {});
  /** @type {Error | undefined} */
  let missed;
  for (const { path, print } of pages) {
    try {
      if (await kept.keptPrint(path) !== print) {
        // Without room or a connection no other can be had, but some may be here.
        if (missed && missed.name !== "Error") continue;
        await kept.keepPage(path);
      }
      done.value += 1;
    } catch (error) {
      missed = /** @type {Error} */ (error);
    }
  }
  bar = undefined;
  if (missed) await kept.tidy().catch(() => {});
  await anew(missed ? `${done.value} of ${pages.length} pages are kept. ${why(missed)}`
    : "The whole edition is on this device and can be read offline.");
};

/** @param {string} path @param {Anew} anew @param {string} title */
const removeOne = async (path, anew, title) => {
  await kept.remove(path);
  // It is not to come back with the next build.
  await change(WISH, (now) => [[WISH, [...now === true ? [] : now, path]]]).catch(() => {});
  await kept.tidy().catch(() => {});
  await anew(`“${title}” has been removed from this device.`);
};

/** @param {string[]} pages @param {Anew} anew */
const removeAll = async (pages, anew) => {
  await keep([WISH, undefined]).catch(() => {});
  for (const path of pages) await kept.remove(path);
  // The room is wanted now. A tab with an older build may have to ask the network again.
  await kept.tidy().catch(() => {});
  await anew("The pages have been removed from this device.");
};

/** Where it is said what came of a button. @param {Element} place @returns {HTMLElement | null} */
const lineOf = (place) => place.querySelector("[role=status]");

/**
 * Shows it, and does what its buttons say.
 * @param {HTMLElement} place
 * @param {Promise<ServiceWorkerRegistration | undefined>} registered
 */
export const show = async (place, registered) => {
  // What is going on is shown already.
  if (bar && place.contains(bar)) return;
  // Without a worker, or where there are no caches or they refuse, nothing is kept.
  const paths = await registered && await kept.pages().catch(() => undefined);
  const list = paths && await edition(place).catch(() => undefined);
  if (!list) {
    return place.replaceChildren(element("p", {}, paths ? "What is kept here cannot be told without a connection."
      : "This browser keeps nothing for this site, so there is nothing to read offline."));
  }
  const isList = place.matches("[data-saved=list]");
  /** @type {Anew} */
  const anew = async (words) => {
    // The reader may have left meanwhile, and come back to a page that was made anew.
    const now = /** @type {HTMLElement | null} */ (document.querySelector("[data-saved=all]"));
    if (now) await show(now, registered);
    const line = now && lineOf(now);
    if (!line) return;
    line.textContent = words;
    // It leads on from there, for the button may be gone.
    line.focus();
  };
  const titles = new Map(list.pages.map(({ path, title }) => [path, title]));
  // The front page, and the pages about the device, are always here.
  const here = paths.filter((path) => path !== "/" && titles.has(path));
  const rows = here.map((path) => {
    const title = titles.get(path) ?? "";
    return element("li", {}, element("a", { href: path }, title), " ",
      !isList && button("Remove", () => removeOne(path, anew, title), `Remove “${title}” from this device`));
  });
  const heading = element("h2", {}, here.length ? "On this device" : "Nothing has been kept yet");
  const pages = here.length ? element("ul", { class: "kept" }, ...rows)
    : `The ${kept.READ} pages that you read last are kept here, until you remove them.`;
  // Where there is no connection, only what can be read matters.
  if (isList) return place.replaceChildren(heading, pages);
  const rest = list.pages.some(({ path }) => path !== "/" && !here.includes(path));
  const asked = await recall(WISH).catch(() => undefined), about = await room(anew);
  // Buttons that offer the same stay, and nobody presses on one that has just gone.
  const offers = JSON.stringify([here, !!asked, !!bar]), before = place.querySelector("[data-all]");
  const isSame = before?.getAttribute("data-all") === offers;
  const all = before && isSame ? before : element("div", { "data-all": offers, class: "buttons" });
  if (bar) all.append(bar);
  else if (!isSame) {
    if (rest || !asked) all.append(button(`Keep this edition offline (${size(list.bytes)})`, () => keepAll(place, list, anew)));
    if (asked || here.length) all.append(button("Remove all", () => removeAll(here, anew)));
  }
  // The line for words stays, too: it may be the very one that is being read.
  const line = lineOf(place) ?? place.appendChild(element("p", { role: "status", tabindex: "-1" }));
  for (const one of [...place.childNodes]) if (one !== line && one !== all) one.remove();
  if (!isSame) line.before(all);
  line.after(heading, pages, about);
};
