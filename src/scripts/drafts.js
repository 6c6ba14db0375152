// What a reader types is kept as it is typed, on this device, and comes back when the page does. A draft leaves the device's
// store only together with its message going into the outbox, or when the reader empties the form.

import { keep, recall } from "./store.js";

const FORMS = "leptos-island form";

/** The fields that a reader fills in; the one for robots is not. @param {HTMLFormElement} form */
const fields = (form) =>
  /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */
  ([...form.elements].filter((one) => one.matches("textarea, input:not([type=hidden], [tabindex])")));

/** The forms of the page. */
export const forms = () => /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(FORMS));

/** A form's draft: one a page, the mailing list's one for all. @param {HTMLFormElement} form */
export const nameOf = (form) => form.closest("main") ? location.pathname : "signup";

/**
 * What stands in a form now; nothing if that is nothing.
 * @param {HTMLFormElement} form
 */
export const draftOf = (form) => {
  const typed = fields(form).map(({ name, value }) => [name, value]);
  // A name by itself is no text that somebody would miss.
  if (!fields(form).some(({ required, value }) => required && value)) return;
  return { answers: form.closest(".comment")?.id, typed: Object.fromEntries(typed) };
};

/** @type {Map<HTMLFormElement, boolean>} forms whose draft is being written, and whether it has changed since */
const writing = new Map();

/** @param {HTMLFormElement} form */
const save = async (form) => {
  if (writing.has(form)) return writing.set(form, true);
  // While it is written the reader may go to another page, and that has a draft of its own.
  const name = nameOf(form);
  do {
    writing.set(form, false);
    try {
      await keep([["draft", name], draftOf(form)]);
    } catch {
      const line = form.querySelector("[role=status]");
      if (line && !line.textContent) {
        line.textContent = "What you type cannot be kept on this device, so please send it before you leave this page.";
      }
    }
  } while (writing.get(form));
  writing.delete(form);
};

/** Writes no more of what a form holds now: it is in the outbox. @param {HTMLFormElement} form */
export const isSent = (form) => writing.has(form) && writing.set(form, false);

/**
 * Puts the drafts of the page's forms back where nothing has been typed yet.
 * @param {boolean} [again] what stands in the others has been kept already, and may have been sent from another tab since
 */
export const restore = async (again) => {
  for (const form of forms()) {
    // What was typed before this script came is newer than any draft.
    if (draftOf(form)) {
      if (!again) await save(form);
      continue;
    }
    const draft = /** @type {ReturnType<typeof draftOf>} */ (await recall(["draft", nameOf(form)]).catch(() => undefined));
    if (!draft || draftOf(form)) continue;
    for (const field of fields(form)) field.value ||= draft.typed[field.name] ?? "";
    // The program puts the form under the comment that it answered, once that is here.
    if (draft.answers) form.dataset.answers = draft.answers;
  }
};

export const watch = () => {
  addEventListener("input", ({ target }) => {
    const form = target instanceof Element && target.closest(FORMS);
    if (form) save(/** @type {HTMLFormElement} */ (form));
  });
  addEventListener("recto:page", () => restore());
  // What was typed into another tab of the page, and left there, would be written over here unseen.
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && restore(true));
  return restore();
};
