// What a reader types is kept as it is typed, on this device, and comes back when the page does. A draft leaves the device's
// store only together with its message going into the outbox, or when the reader empties the form; then `null` stands there, so
// that a tab which still shows it knows. What was typed in this tab since it last read or wrote the draft is newer than that;
// otherwise the draft is what holds, in every tab.

import { hear, tell } from "./between.js";
import { messages } from "./outbox.js";
import { keep, recall } from "./store.js";

/** @typedef {{ answers?: string, typed: Record<string, string>, of?: string }} Draft `of` the text that the endpoint had put in */

/** What is said where nothing can be kept. */
export const UNKEPT = "What you type cannot be kept on this device, so please send it before you leave this page.";

/** Those that comments and signups are written into, in articles and on the endpoint's own pages. */
const FORMS = "form:is([action^='/api/articles/'], [action='/api/subscribers'])";

/** What brings an article's form under a comment, and back. */
const ANSWER = "a[href*='?answer=']";

/** What a reader fills in; a preview has some of it hidden. The field for robots is none of it. */
const TYPED = ["body", "name", "email"];

/** @param {HTMLFormElement} form @param {string[]} names */
const named = (form, names) => /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...form.elements])
  .filter(({ name }) => names.includes(name));

/** @param {HTMLFormElement} form */
const fields = (form) => named(form, TYPED);

/** Whether it is one of those. @param {EventTarget | null} one @returns {one is HTMLFormElement} */
export const isForm = (one) => one instanceof Element && one.matches(FORMS);

/** The forms of the page. */
export const forms = () => /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(FORMS));

/**
 * The article that a form is about, and what it answers on a page that is there for that; nothing at the mailing list's.
 * @param {HTMLFormElement} form
 */
export const about = (form) => {
  const [article, parent] = ["article", "parent"].map((name) => named(form, [name])[0]?.value);
  return article ? { page: `/${article}/`, parent } : {};
};

/** What it was to answer is gone. @param {HTMLFormElement} form */
export const answersNothing = (form) => {
  delete form.dataset.answers;
  // The island takes it back to where it was.
  /** @type {HTMLElement | null | undefined} */ (form.closest(".comment")?.querySelector(ANSWER))?.click();
  for (const parent of named(form, ["parent"])) parent.value = "";
};

/** A form's draft: one an article, one for each answer's own page, the mailing list's one for all. @param {HTMLFormElement} form */
export const nameOf = (form) => {
  const { page = "signup", parent } = about(form);
  return page + (parent ? `comments/?answer=${parent}` : "");
};

/** The field that somebody would miss. @param {HTMLFormElement} form */
export const textIn = (form) => fields(form).find(({ required }) => required);

/**
 * What stands in a form now; nothing if that is nothing.
 * @param {HTMLFormElement} form
 * @returns {Draft | undefined}
 */
export const draftOf = (form) => {
  const typed = fields(form).map(({ name, value }) => [name, value]), text = textIn(form);
  // A name by itself is no text that somebody would miss.
  if (!text?.value) return;
  const answers = form.closest(".comment")?.id ?? form.dataset.answers;
  return { answers, typed: Object.fromEntries(typed), of: text.defaultValue || undefined };
};

/** @param {HTMLFormElement} form */
const textOf = (form) => JSON.stringify(draftOf(form));

/** @type {WeakMap<HTMLFormElement, string>} what this tab last read or wrote of each form's draft */
const known = new WeakMap();
/** @type {Map<HTMLFormElement, boolean>} forms whose draft is being written, and whether it has changed since */
const writing = new Map();

/** @param {HTMLFormElement} form */
export const save = async (form) => {
  if (writing.has(form)) return writing.set(form, true);
  // While it is written the reader may go to another page, and that has a draft of its own.
  const name = nameOf(form);
  do {
    writing.set(form, false);
    const draft = draftOf(form);
    // An empty form takes away what stood in it, and nothing that another tab has written.
    if (!draft && !known.has(form)) continue;
    // Nor does what is begun next answer what the last did.
    if (!draft) delete form.dataset.answers;
    try {
      await keep([["draft", name], draft ?? null]);
      draft ? known.set(form, JSON.stringify(draft)) : known.delete(form);
      tell("drafts");
    } catch {
      const line = form.querySelector("[role=status]");
      if (line && !line.textContent) {
        line.textContent = UNKEPT;
      }
    }
  } while (writing.get(form));
  writing.delete(form);
};

/** Forms whose message is on its way. @type {WeakSet<HTMLFormElement>} */
const away = new WeakSet();

/** Writes no more of what a form holds now: it goes into the outbox. @param {HTMLFormElement} form */
export const leaves = (form) => {
  away.add(form);
  known.delete(form);
  if (writing.has(form)) writing.set(form, false);
};

/** Whether it is on its way. @param {HTMLFormElement} form */
export const isAway = (form) => away.has(form);

/** What became of it is known, or goes on without the form. @param {HTMLFormElement} form */
export const isBack = (form) => away.delete(form);

/**
 * Puts a draft into its form, and that under the comment that it answers; where that is not here yet, the program does so
 * once it is.
 * @param {HTMLFormElement} form @param {Draft} draft
 */
export const fill = (form, { answers, typed }) => {
  for (const field of fields(form)) field.value = typed[field.name] ?? "";
  const stands = form.closest(".comment")?.id, place = document.getElementById(answers ?? stands ?? "");
  const link = answers !== stands && /** @type {HTMLElement | null} */ (place?.querySelector(ANSWER));
  delete form.dataset.answers;
  if (link) link.click();
  else if (answers !== stands && answers) form.dataset.answers = answers;
  known.set(form, textOf(form));
};

/**
 * What a reader has written in one place at two times: the longer, where one goes on from the other, else both.
 * @param {string} first @param {string} [then]
 */
export const joined = (first, then = "") => {
  if (first.startsWith(then.trim())) return first;
  return then.startsWith(first.trim()) ? then : `${first}\n\n${then}`;
};

/** @param {string} body */
const hasGoneOut = async (body) => (await messages()).some(({ fields }) => fields.body?.trim() === body.trim());

/** @param {HTMLFormElement} form */
const bring = async (form) => {
  const before = textOf(form);
  // Not kept yet.
  if (known.has(form) && before !== known.get(form)) return save(form);
  const draft = /** @type {Draft | null | undefined} */ (await recall(["draft", nameOf(form)]));
  // What the browser itself would put back may be older, and may have been sent.
  for (const field of fields(form)) if (field.matches("textarea")) field.autocomplete = "off";
  if (textOf(form) !== before || away.has(form)) return;
  const now = draftOf(form);
  if (!now) {
    const typed = nonEmpty(form);
    if (!draft) return;
    fill(form, { ...draft, typed: { ...draft.typed, ...typed } });
    return Object.keys(typed).length ? save(form) : undefined;
  }
  if (!known.has(form)) {
    if (now.of && now.typed.body === now.of) {
      // The endpoint has put it in: what was made of it since, in this place, is newer; and it may have gone out.
      if (draft?.of === now.of) return fill(form, draft);
      if (draft === null && await hasGoneOut(now.of)) return;
    }
    // Typed before this script came.
    const body = draft?.typed.body, typed = { ...draft?.typed, ...now.typed };
    if (draft && body) fill(form, { ...draft, typed: { ...typed, body: joined(body, typed.body) } });
    return save(form);
  }
  if (draft) return JSON.stringify(draft) !== before && fill(form, draft);
  // It is gone from the device, and nowhere else.
  if (draft === undefined) return save(form);
  for (const field of fields(form)) if (field.required) field.value = "";
  known.delete(form);
};

/** Puts the drafts of the page's forms where nothing newer stands. */
export const restore = async () => {
  for (const form of forms()) {
    // Where nothing can be read, what is typed may still be written.
    if (!away.has(form)) await bring(form).catch(() => draftOf(form) && !known.has(form) ? save(form) : undefined);
  }
};

/** @param {HTMLFormElement} form */
const nonEmpty = (form) => Object.fromEntries(fields(form).filter(({ value }) => value).map(({ name, value }) => [name, value]));

export const watch = () => {
  addEventListener("input", ({ target }) => {
    const form = target instanceof Element && target.closest(FORMS);
    if (form) save(/** @type {HTMLFormElement} */ (form));
  });
  for (const name of ["recto:page", "recto:back"]) addEventListener(name, restore);
  // What was typed into another tab of the page would be written over here unseen.
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && restore());
  for (const word of /** @type {const} */ (["drafts", "outbox"])) hear(word, restore);
  return restore();
};
