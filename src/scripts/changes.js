// The change of a comment, on its private page, is kept as it is typed, until that page shows it. The browser posts it: whether it
// may still be changed is known where it stands.

import { joined, UNKEPT } from "./drafts.js";
import { element } from "./element.js";
import { keep, recall } from "./store.js";

/** @typedef {{ of: string, text: string }} Change a text, and what it was to take the place of */

export const watch = async () => {
  const [, token] = /^\/receipt\/([^/]+)/.exec(location.pathname) ?? [];
  if (!token) return;
  /** @type {import("./store.js").Key} */
  const key = ["draft", `/receipt/${token}/edit`];
  const form = document.querySelector(`form[action='${key[1]}']`), field = form?.querySelector("textarea");
  if (field) field.autocomplete = "off";
  const kept = /** @type {Change | undefined} */ (await recall(key).catch(() => undefined));
  if (!form || !field) return kept && offer(kept.text, () => keep([key, undefined]));
  // A page that says what to mend has the text, but the comment has not.
  const hasArrived = () => form.id === "edit" && field.value.trim() === field.defaultValue.trim();
  const save = async () => {
    /** @type {Change | undefined} */
    const change = hasArrived() ? undefined : { of: field.defaultValue, text: field.value };
    await keep([key, change]).catch(() => {
      const line = form.querySelector("[role=status]");
      if (line) line.textContent = UNKEPT;
    });
  };
  field.addEventListener("input", save);
  if (kept) field.value = kept.of === field.value ? kept.text : joined(field.value, kept.text);
  if (kept || !hasArrived()) await save();
};

/** Shows what can be saved no more, so that it can be used elsewhere. @param {string} text @param {() => Promise<void>} discard */
const offer = (text, discard) => {
  const shown = element("section", {}, element("h2", {}, "A change that was not saved"),
    element("p", {}, "The comment can be changed no more. This is what you had written:"), element("blockquote", {}, text));
  const click = () => discard().then(() => shown.remove());
  shown.append(element("button", { type: "button", class: "button quiet", click }, "Discard it"));
  document.querySelector("main")?.append(shown);
};
