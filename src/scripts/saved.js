// What is kept on this device to be read offline: the whole edition on request, what it takes, and what the browser allows.

import { arrange, element } from "./element.js";
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

/**
 * Makes these the children of that, of which those that are there already stay: one may be pressed on just now.
 * @template {Element} Parent
 * @param {Parent} parent @param {(Node | string)[]} children
 */
const renew = (parent, ...children) => {
  const before = [...parent.childNodes];
  arrange(parent, children.map((child) => {
    const one = typeof child === "string" ? document.createTextNode(child) : child;
    const at = before.findIndex((other) => other.isEqualNode(one));
    return before.splice(at, at < 0 ? 0 : 1)[0] ?? one;
  }));
  return parent;
};

/** Why pages were not kept, in words. @param {Error} error */
const why = ({ name }) => {
  if (name === "QuotaExceededError") return "There is no more room on this device for the others.";
  return name === "Error" ? "The others are not to be had now." : "The others could not be had: is there a connection?";
};

/** @param {Element} place @param {Anew} anew */
const room = async (place, anew) => {
  const storage = navigator.storage;
  // Some engines tell nothing.
  const { usage, quota } = await storage?.estimate?.().catch(() => undefined) ?? {};
  const safe = await storage?.persisted?.().catch(() => undefined);
  const taken = usage === undefined ? "" : `All that this site keeps here takes ${size(usage)}`
    + (quota ? ` of the ${size(quota)} that the browser allows. ` : ". ");
  const words = taken + (safe ? "The browser has promised not to clear it away by itself."
    : "The browser may clear it away when it needs room. ");
  const about = place.querySelector(".room") ?? element("p", { class: "room" });
  if (safe !== false) return renew(about, words);
  return renew(about, words, button("Ask it not to", async () => {
    const granted = await storage.persist().catch(() => false);
    await anew(granted ? "The browser keeps it from now on." : "The browser does not promise it.");
  }));
};

/** @param {Element} place @param {Edition} list @param {Anew} anew */
const keepAll = async (place, { pages }, anew) => {
  if (bar) return;
  const done = bar = element("progress", { max: String(pages.length), value: "0", "aria-label": "Pages kept" });
  place.querySelector("[data-all]")?.replaceChildren(done);
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

/**
 * Those of the paths that can be removed: the front page, and the pages about the device, are always here.
 * @param {string[]} paths @param {Edition} list
 */
const ofReader = (paths, { pages }) => paths.filter((path) => path !== "/" && pages.some((one) => one.path === path));

/** @param {Edition} list @param {Anew} anew */
const removeAll = async (list, anew) => {
  await keep([WISH, undefined]).catch(() => {});
  for (const path of ofReader(await kept.pages(), list)) await kept.remove(path);
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
  const titles = new Map(list.pages.map(({ path, title }) => [path, title])), here = ofReader(paths, list);
  const rows = here.map((path) => {
    const title = titles.get(path) ?? "";
    return element("li", {}, element("a", { href: path }, title), " ",
      !isList && button("Remove", () => removeOne(path, anew, title), `Remove “${title}” from this device`));
  });
  const heading = element("h2", {}, here.length ? "On this device" : "Nothing has been kept yet");
  const pages = here.length ? renew(place.querySelector(".kept") ?? element("ul", { class: "kept" }), ...rows)
    : `The ${kept.READ} pages that you read last are kept here, until you remove them.`;
  // Where there is no connection, only what can be read matters.
  if (isList) return void renew(place, heading, pages);
  const asked = await recall(WISH).catch(() => undefined), about = await room(place, anew);
  const isWhole = list.pages.every(({ path }) => path === "/" || here.includes(path)), offers = [];
  if (!isWhole || !asked) offers.push(button(`Keep this edition offline (${size(list.bytes)})`, () => keepAll(place, list, anew)));
  if (asked || here.length) offers.push(button("Remove all", () => removeAll(list, anew)));
  const all = place.querySelector("[data-all]") ?? element("div", { "data-all": "", class: "buttons" });
  renew(all, ...bar ? [bar] : offers);
  const line = lineOf(place) ?? element("p", { role: "status", tabindex: "-1" });
  renew(place, all, line, heading, pages, about);
};
