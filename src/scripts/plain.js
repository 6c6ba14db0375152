// Forms that no island looks after: on the endpoint's own pages, and where there is no WebAssembly. What they send goes by the
// same outbox, and then to the page that answers a form which the browser posts.

import { isAway, isForm, save, textIn } from "./drafts.js";
import { element } from "./element.js";
import { SAID } from "./own.js";
import { send } from "./sending.js";

/** A new random UUID, but for the bits that would say so. */
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
  .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/**
 * Says what became of it below the form.
 * @param {HTMLFormElement} form @param {boolean} isReceived @param {...(string | Node | undefined)} words
 */
const say = (form, isReceived, ...words) => {
  const line = /** @type {HTMLElement | null} */ (form.querySelector("[role=status]"));
  if (!line) return;
  line.className = `outcome ${isReceived ? "received" : "failed"}`;
  delete line.dataset.message;
  line.replaceChildren(...words.flatMap((one) => one ? [one, " "] : []));
  return line;
};

/** @param {HTMLFormElement} form */
const post = async (form) => {
  /** @type {Record<string, any>} when the form was given out says nothing of when it is sent */
  const { since, ...typed } = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  /** @type {Record<string, any>} */
  const fields = { parent: form.dataset.answers?.replace("comment-", ""), id: newId(), ...typed };
  const kind = typed.article ? "comment" : "signup";
  const field = /** @type {HTMLInputElement} */ (textIn(form)), words = field.value;
  say(form, true, "Sending …");
  const { state, id, link, detail, errors = [] } = await send(kind, fields.id, form.getAttribute("action") ?? "", fields, form);
  if (state === "refused") return say(form, false, detail, ...errors.map(({ detail }) => detail));
  if (state === "unkept") {
    return say(form, false, "This could not be sent, and this browser keeps nothing.",
      "What you wrote is still here; please leave this page open and try again in a while.");
  }
  // It is the outbox's from now on; what has been typed since is not.
  const isSame = field.value === words;
  if (isSame) {
    field.value = "";
    delete form.dataset.answers;
  }
  await save(form);
  if (state !== "waiting" && state !== "sending") {
    // Who writes on, or has gone on, is not led away.
    return isSame && form.isConnected ? location.assign(link ?? "/received/signup") : say(form, true, detail);
  }
  const line = say(form, true, SAID.waiting, element("a", { href: "/my-comments/" }, "What waits"));
  if (line) line.dataset.message = id;
};

export const watch = () => addEventListener("submit", (event) => {
  const { target: form, submitter } = /** @type {SubmitEvent} */ (event);
  // An island has it, or it is only looked at.
  if (event.defaultPrevented || submitter?.hasAttribute("formaction") || !isForm(form)) return;
  event.preventDefault();
  // What cannot be sent so is posted.
  if (!isAway(form)) post(form).catch(() => form.submit());
});
