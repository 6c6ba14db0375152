// The program of a page, fetched when the page is idle or an island is touched: it starts the module, and around it looks
// after what is kept on this device. `start.js` asks for it; the press puts the names of the files in.

import { hear } from "./between.js";
import * as changes from "./changes.js";
import * as drafts from "./drafts.js";
import * as frame from "./frame.js";
import * as install from "./install.js";
import * as outbox from "./outbox.js";
import * as own from "./own.js";
import * as plain from "./plain.js";
import * as sending from "./sending.js";
import * as updates from "./updates.js";

/** What the module finds of this side. */
Object.assign(globalThis, { recto: { send: sending.send } });

/**
 * Starts the module, and hands out its exports: the islands by their names.
 * @returns {Promise<object>}
 */
export const begin = async () => {
  // Both at once, rather than the module after the glue.
  const module = fetch("recto:module");
  // Where it cannot be had, it is found out below, however long the glue takes.
  module.catch(() => {});
  const glue = await import("recto:glue");
  await glue.default({ module_or_path: module });
  return glue;
};

/** What this page shows of what is on the device. */
const show = async () => {
  const sent = document.querySelector("[data-own]"), saved = document.querySelector("[data-saved]");
  const page = sent?.matches("[data-own=here]") ? location.pathname : undefined;
  const read = await outbox.messages().catch(() => undefined), messages = read ?? [];
  // A form that spoke of waiting speaks again when the waiting is over.
  for (const line of document.querySelectorAll("[data-message]")) {
    const message = messages.find((one) => one.id === line.getAttribute("data-message"));
    if (!read || message && outbox.isWaiting(message)) continue;
    line.removeAttribute("data-message");
    line.className = `outcome ${message?.state === "refused" ? "failed" : "received"}`;
    line.textContent = message?.detail ?? "";
  }
  if (sent && (!page || sent.firstChild || messages.some((one) => one.page === page))) own.show(sent, page);
  // On the pages that need it, it is kept with them. A page that is left in the meantime gets no more files.
  if (saved) (await import("recto:saved.js").catch(() => undefined))?.show(saved, updates.register());
};

/** Shows it in a while: a long queue that goes out tells of each, and the lists need not be made anew that often. */
const showSoon = () => soon ||= setTimeout(() => {
  soon = 0;
  show();
}, 100);
let soon = 0;

// The engine may refuse any of these; none is a reason to withhold the others.
frame.watch();
install.watch();
drafts.watch();
plain.watch();
changes.watch();
// A page that was put away while it sent has told nobody how that ended.
sending.watch().then(showSoon);
updates.watch();
addEventListener("recto:page", show);
hear("kept", () => document.querySelector("[data-saved]") && showSoon());
hear("outbox", showSoon);
// What a page showed when it was left may be old by now.
for (const name of ["online", "visibilitychange", "pageshow", "recto:back"]) addEventListener(name, showSoon);
show();
