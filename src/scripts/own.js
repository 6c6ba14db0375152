// “My comments”: everything that this reader has sent from this device, with where it stands. The list is made from this
// device's store; the endpoint is asked about comments whose links are here, and about nothing else.

import { arrange, element } from "./element.js";
import { forms, nameOf } from "./drafts.js";
import { follow, isChangeable, isWaiting, messages, remove, wantedAt } from "./outbox.js";
import { go, takeBack } from "./sending.js";

/** @typedef {import("./outbox.js").Message} Message */

/** What each state is called. @type {Record<import("./outbox.js").State, string>} */
const CALLED = {
  waiting: "Waiting to be sent",
  sending: "On its way",
  sent: "Arrived",
  held: "Held for review",
  published: "Published",
  declined: "Declined",
  withdrawn: "Withdrawn",
  deleted: "Deleted",
  refused: "Not taken",
};

/** What is to be said where the endpoint has said nothing. @type {Partial<typeof CALLED>} */
export const SAID = {
  waiting: "It is safe on this device and goes out as soon as there is a connection. You may close this page.",
  sending: "It is safe on this device and is being sent.",
  refused: "It has to be changed before it can be taken.",
};

/** How often it is worth asking what became of comments, in milliseconds. */
const SELDOM = 60_000;
/** When the endpoint was asked about a place's comments, and answered. @type {WeakMap<Element, number>} */
const followed = new WeakMap();
/** What a row was made from. @type {WeakMap<Element, Message>} */
const made = new WeakMap();

/**
 * Takes a message back into its form. It stays where it is if there is none: an article may take comments no more.
 * @param {Message} message @param {Element} row
 */
const mend = async (message, row) => {
  const { kind, page } = message, isComment = kind === "comment";
  const form = [...forms()].find((one) => nameOf(one) === (isComment ? page : "signup"));
  const [there, id] = isComment ? [page, "comment-form"] : ["/", "signup-email"];
  const text = form ? "" : await fetch(there).then((answer) => answer.text()).catch(() => undefined);
  if (!form && !text?.includes(`id="${id}"`)) {
    const why = text ? "Its page has no form for it any more." : "Its page cannot be had now.";
    // It may have been made anew meanwhile.
    const now = [...document.querySelectorAll(".own > li")].find((one) => made.get(one)?.id === message.id) ?? row;
    now.querySelector("[role=status]")?.remove();
    now.append(element("p", { role: "status" }, `${why} What you wrote stays here.`));
    return;
  }
  // Otherwise it has gone out, or is on its way: the list says so.
  if (!await takeBack(message)) return;
  if (!form) return location.assign(`${there}#${id}`);
  /** @type {HTMLElement | null} */ (form.querySelector("textarea, [type=email]"))?.focus();
};

/** The page's language; dates stand in it as they do in the articles. */
const language = () => document.documentElement.lang.replace(/^en$/, "en-GB") || undefined;

/** @param {Message} message @param {boolean} alone whether the page is about nothing else */
const row = (message, alone) => {
  const { id, kind, page, title, fields, state, detail, reason, errors = [], link, written, unsure } = message;
  const waits = isWaiting(message), time = new Date(written), wanted = wantedAt(message);
  /** @param {string} words @param {() => void} click */
  const button = (words, click) => element("button", { type: "button", class: "button quiet", click }, words);
  const made = element("li", { "data-state": state },
    element("p", {}, element("strong", { class: "mark" }, CALLED[state]), " ",
      element("time", { datetime: time.toISOString() }, time.toLocaleString(language(), { dateStyle: "long", timeStyle: "short" })),
      alone && kind === "comment" && element("span", {}, " · ", element("a", { href: `${page}#comments` }, title))),
    element("p", { class: "words" }, kind === "comment" ? fields.body : `The mailing list, for ${fields.email}`),
    element("p", {}, (waits ? SAID[state] : detail) ?? SAID[state], reason && ` ${reason}`,
      waits && detail && ` The server said: ${detail}`,
      !!wanted && ` It is sent again after ${new Date(wanted).toLocaleTimeString(language(), { timeStyle: "short" })}.`,
      state === "waiting" && unsure && " It may have arrived already; sent again, it is still one."),
    errors.length > 0 && element("ul", {}, ...errors.map(({ detail }) => element("li", {}, detail))),
    element("div", { class: "buttons" },
      link && element("a", { href: link }, "Its private page"),
      waits && !wanted && button("Send now", () => go(true)),
      isChangeable(message) && button("Change it", () => mend(message, made)),
      (!waits || unsure) && button("Remove from this device", () => remove(id))));
  return made;
};

/**
 * Makes a row, in the place of the one that told something else; what was in focus and what has changed is not lost on anybody.
 * @param {Element | undefined} before @param {Message} message @param {boolean} alone
 */
const renew = (before, message, alone) => {
  const now = row(message, alone);
  if (before && made.get(before)?.state !== message.state) {
    const said = document.getElementById("said");
    if (said) said.textContent = `${CALLED[message.state]}: ${(message.fields.body ?? message.fields.email ?? "").slice(0, 60)}`;
  }
  made.set(now, message);
  const focused = before?.contains(document.activeElement);
  before?.replaceWith(now);
  if (focused) /** @type {HTMLElement | null} */ (now.querySelector("a, button"))?.focus();
  return now;
};

/**
 * @param {Element} place
 * @param {string | undefined} page only what was written on this page, and is not in the list of what was published
 */
export const show = async (place, page) => {
  const all = await messages().catch(() => undefined);
  const here = all?.filter((one) => !page || one.kind === "comment" && one.page === page && !one.public).reverse() ?? [];
  const nothing = all ? "Nothing has been sent from this device." : "This browser keeps nothing for this site.";
  const list = place.querySelector(".own") ?? element("ul", { class: "own" });
  const rows = [...list.children];
  const next = here.map((message) => {
    const row = rows.find((row) => made.get(row)?.id === message.id);
    return row && JSON.stringify(made.get(row)) === JSON.stringify(message) ? row : renew(row, message, !page);
  });
  arrange(list, next);
  if (here.length && !list.isConnected) place.replaceChildren(...(page ? [element("h3", {}, "Yours"), list] : [list]));
  if (!here.length) place.replaceChildren(...(page ? [] : [nothing]));
  if (Date.now() - (followed.get(place) ?? 0) < SELDOM) return;
  followed.set(place, Date.now());
  if (!await follow((one) => !page || one.page === page).catch(() => false)) followed.delete(place);
};
