// What is kept on this device to be read offline: the whole edition on request, what it takes, and what the browser allows.

import { element } from "./element.js";
import * as kept from "./kept.js";
import { keep, recall } from "./store.js";

/** @typedef {{ bytes: number, pages: { path: string, title: string, print: string }[] }} Edition */

/** @type {Set<string>} what is being kept right now */
const working = new Set();

// A page that could not be had is tried again as soon as there may be a connection.
addEventListener("online", () => document.querySelector("[data-saved=list]") && location.reload());

/** @param {number} bytes */
const size = (bytes) => {
  const steps = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];
  const [step, unit] = /** @type {[number, string]} */ (steps.find(([step]) => bytes >= /** @type {number} */ (step)) ?? steps[2]);
  return `${(bytes / step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 })} ${unit}`;
};

/** The list of the edition's pages, of the build that this page is of. @returns {Promise<Edition>} */
const edition = async () => (await kept.file(listed())).json();

/** Where that list is. */
const listed = () => `/edition-${document.querySelector("[data-build]")?.getAttribute("data-build")}.json`;

/** @param {string} words @param {() => void} click @param {string} [name] */
const button = (words, click, name) =>
  element("button", { type: "button", class: "button quiet", click, ...(name && { "aria-label": name }) }, words);

/** Why something was not kept, in words. @param {any} error */
const why = (error) => error?.name === "QuotaExceededError"
  ? "There is no more room on this device for it."
  : "It could not be had: is there a connection?";

/** @param {Element} place */
const room = async (place) => {
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
      say(place, granted ? "The browser keeps it from now on." : "The browser does not promise it.");
      await show(place);
    }));
  }
  return words;
};

/** Says what came of a button, and leads on from there, for the button may be gone. @param {Element} place @param {string} words */
const say = (place, words) => {
  const line = /** @type {HTMLElement | null} */ (place.querySelector("[role=status]"));
  if (!line) return;
  line.textContent = words;
  line.focus();
};

/** @param {Element} place @param {Edition} list */
const keepAll = async (place, list) => {
  if (working.has("all")) return;
  working.add("all");
  const bar = element("progress", { max: String(list.pages.length), value: "0", "aria-label": "Pages kept" });
  place.querySelector("[data-all]")?.replaceChildren(bar);
  // Asked for, so that the browser does not clear away what somebody counts on. It may say no, or ask the reader first.
  navigator.storage?.persist?.().catch(() => {});
  let end = "The whole edition is on this device and can be read offline.";
  try {
    await keep([["fact", "edition"], true]);
    for (const [i, { path, print }] of list.pages.entries()) {
      if (await kept.keptPrint(path) !== print) await kept.keepPage(path);
      bar.value = i + 1;
    }
  } catch (error) {
    end = `${bar.value} of ${list.pages.length} pages are kept. ${why(error)}`;
  }
  working.delete("all");
  await show(place);
  say(place, end);
};

/** @param {Element} place @param {string[]} pages */
const removeAll = async (place, pages) => {
  await keep([["fact", "edition"], undefined]).catch(() => {});
  for (const path of pages) await kept.remove(path);
  // The room is wanted now. A tab with an older build may have to ask the network again.
  await kept.tidy([listed()]).catch(() => {});
  await show(place);
  say(place, "The pages have been removed from this device.");
};

/**
 * Shows it, and does what its buttons say.
 * @param {Element} place
 */
export const show = async (place) => {
  if (working.has("all")) return;
  const status = element("p", { role: "status", tabindex: "-1" });
  if (!globalThis.caches) {
    status.textContent = "This browser keeps nothing for this site, so there is nothing to read offline.";
    return place.replaceChildren(status);
  }
  const list = await edition().catch(() => undefined);
  const titles = new Map(list?.pages.map(({ path, title }) => [path, title]));
  // The front page, and the pages about the device, are always here.
  const here = (await kept.pages()).filter((path) => path !== "/" && titles.has(path));
  const rest = list?.pages.some(({ path }) => path !== "/" && !here.includes(path));
  const asked = await recall(["fact", "edition"]).catch(() => false);
  const all = element("div", { "data-all": "", class: "buttons" });
  if (list && (rest || !asked)) all.append(button(`Keep this edition offline (${size(list.bytes)})`, () => keepAll(place, list)));
  if (asked || here.length) all.append(button("Remove all", () => removeAll(place, here)));
  const isList = place.matches("[data-saved=list]");
  const rows = here.map((path) => element("li", {}, element("a", { href: path }, titles.get(path)), " ",
    !isList && button("Remove", async () => {
      await kept.remove(path);
      await show(place);
      say(place, `“${titles.get(path)}” has been removed from this device.`);
    }, `Remove “${titles.get(path)}” from this device`)));
  const heading = element("h2", {}, here.length ? "On this device" : "Nothing has been kept yet");
  const pages = here.length ? element("ul", { class: "kept" }, ...rows) : "Every page that you read is kept here until you remove it.";
  // Where there is no connection, only what can be read matters.
  if (isList) place.replaceChildren(heading, pages);
  else place.replaceChildren(all, status, heading, pages, await room(place));
};
