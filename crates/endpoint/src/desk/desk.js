// The desk without a mouse: keys, forms that are sent without leaving the page, and undo. All of it presses the very
// buttons and sends the very forms that are on the page, so with scripts off nothing is missing but speed.
"use strict";

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);
root.dataset.scripts = "";

// ---- What the desk says -------------------------------------------------------------------------------------------
const said = one(".said");
const undoForm = one(".said form");
// What can be taken back, the newest last: { event, cards }.
const done = [];
if (undoForm && !undoForm.hidden) done.push({ event: undoForm.elements.event.value, cards: [] });

function say(words, undo) {
  if (!said) return;
  one(".words", said).textContent = words;
  undoForm.hidden = !undo;
  if (undo) undoForm.elements.event.value = undo;
}

// ---- Sending ------------------------------------------------------------------------------------------------------
/** Sends a form as the browser would, and reads the answer: `{ ok, title, detail, message, event, comments, counts }`. */
async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    if (answer.status === 401) location.assign("/moderation/sign-in?then=" + encodeURIComponent(location.pathname + location.search));
    return { ok: answer.ok, ...(await answer.json()) };
  } catch {
    return { ok: false, title: "Not sent", detail: "The endpoint could not be reached. Nothing was changed; please try again." };
  }
}

function recount(counts = []) {
  all(".tabs .count").forEach((count, at) => { if (counts[at] !== undefined) count.textContent = counts[at]; });
}

/** Puts a card aside, or back. */
function settle(card, words) {
  one(".outcome", card)?.remove();
  card.classList.toggle("done", words !== null);
  if (words === null) return;
  all("details[open]", card).forEach((open) => { open.open = false; });
  one(".slot", card)?.replaceChildren();
  const box = one(".choose input", card);
  if (box?.checked) { box.checked = false; tally(); }
  const line = document.createElement("p");
  line.className = "outcome";
  line.append(words + " ", Object.assign(document.createElement("bdi"), { textContent: one("h2", card).textContent }));
  card.append(line);
}

function complain(card, problem) {
  settle(card, null);
  one(".card-problem", card)?.remove();
  const line = document.createElement("p");
  line.className = "summary card-problem";
  const look = Object.assign(document.createElement("a"), { href: one("[data-key=o]", card).href, textContent: "Look at it" });
  line.append((problem.detail || problem.title) + " ", look);
  card.append(line);
}

function revise(comments = []) {
  for (const { id, revision } of comments) {
    const card = document.getElementById("c-" + id);
    if (!card) continue;
    all("input[name=revision]", card).forEach((input) => { input.value = revision; });
    const box = one(".choose input", card);
    if (box) box.value = `${id}:${revision}`;
  }
}

/** Does with these cards what the button says, and moves on before the answer has come. */
async function act(cards, form, button) {
  if (cards.some((card) => card.ariaBusy === "true")) return;
  const stays = ["pick", "unpick", "edit"].includes(button?.value);
  // The fields are read before the card is put aside, since that closes what holds them.
  const answering = send(form, button);
  for (const card of cards) { card.ariaBusy = "true"; one(".card-problem", card)?.remove(); if (!stays) settle(card, "…"); }
  if (!stays) moveOn(cards.at(-1));
  const answer = await answering;
  cards.forEach((card) => { card.ariaBusy = null; });
  if (!answer.ok) {
    cards.forEach((card) => complain(card, answer));
    say(answer.detail || answer.title);
    return;
  }
  const refused = new Map((answer.refused ?? []).map(({ id, detail }) => [id, detail]));
  for (const card of cards) {
    const why = refused.get(card.id.slice(2));
    if (why) complain(card, { detail: why });
    else if (!stays) settle(card, answer.did ?? "Done:");
  }
  revise(answer.comments);
  recount(answer.counts);
  if (answer.event) done.push({ event: answer.event, cards });
  say(answer.message, answer.event);
  if (stays) { one(".slot", cards[0])?.replaceChildren(); if (button.value === "edit") location.reload(); }
}

async function undo() {
  const last = done.pop();
  if (!last) return say("There is nothing to undo.");
  undoForm.elements.event.value = last.event;
  const answer = await send(undoForm);
  if (!answer.ok) return say(answer.detail || answer.title);
  if (!last.cards.length || answer.reload) return location.reload();
  last.cards.forEach((card) => settle(card, null));
  revise(answer.comments);
  recount(answer.counts);
  say(answer.message, done.at(-1)?.event);
  last.cards[0].focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!one("#bulk") || form.method !== "post") return;
  if (form === undoForm) { event.preventDefault(); undo(); return; }
  const card = form.closest(".card");
  if (form.id === "bulk") {
    event.preventDefault();
    const cards = chosen().map((box) => box.closest(".card"));
    if (cards.length) act(cards, form, button);
  } else if (card) {
    event.preventDefault();
    act([card], form, button);
  }
});

// ---- Forms that are taken into the card ---------------------------------------------------------------------------
async function take(link) {
  const card = link.closest(".card");
  const slot = card && one(".slot", card);
  if (!slot || !one("#bulk")) return location.assign(link.href);
  all(".slot").forEach((other) => other.replaceChildren());
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    slot.replaceChildren(document.adoptNode(page.getElementById(link.dataset.part)));
  } catch {
    return location.assign(link.href);
  }
  all("details[open]", card).forEach((open) => { if (open.name) open.open = false; });
  one("textarea, input:not([type=hidden]), button", slot).focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-part]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && one("#bulk")) { event.preventDefault(); take(link); }
});

// ---- Where the reader is ------------------------------------------------------------------------------------------
const open = () => all(".queue .card:not(.done)");
const current = () => document.activeElement?.closest?.(".card:not(.done)");

function go(card) {
  if (!card) return false;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  return true;
}

function step(by) {
  const cards = open();
  const at = cards.indexOf(current());
  if (at < 0) return go(cards[0]);
  if (!go(cards[at + by]) && by > 0) one("#next")?.focus();
}

function moveOn(from) {
  const cards = all(".queue .card");
  const after = cards.slice(cards.indexOf(from)).find((card) => !card.classList.contains("done"));
  if (go(after) || go(open().at(-1))) return;
  const next = one("#next");
  if (next) next.focus(); else one("main").focus();
}

// ---- Choosing -----------------------------------------------------------------------------------------------------
const boxes = () => all(".card:not(.done) .choose input");
const chosen = () => boxes().filter((box) => box.checked);
let anchor = null;

function tally() {
  const count = chosen().length;
  const words = one("#chosen");
  if (words) words.textContent = `${count} chosen:`;
  const toggle = one("#choose-all");
  if (toggle) toggle.textContent = count ? "Choose none" : "Choose all";
}

function choose(range) {
  const box = one(".choose input", current());
  const list = boxes();
  const from = list.indexOf(anchor);
  if (range && from >= 0) {
    const [low, high] = [from, list.indexOf(box)].sort((a, b) => a - b);
    list.slice(low, high + 1).forEach((between) => { between.checked = true; });
  } else {
    box.checked = !box.checked;
  }
  anchor = box;
  tally();
}

function chooseAll() {
  const none = !chosen().length;
  boxes().forEach((box) => { box.checked = none; });
  tally();
}

document.addEventListener("change", (event) => { if (event.target.closest(".choose")) { anchor = event.target; tally(); } });
one("#choose-all")?.addEventListener("click", chooseAll);

// ---- Keys ---------------------------------------------------------------------------------------------------------
const dialog = one("#keys");
const keysOn = one("#keys-on");
const KEYS = "recto-desk-keys";
root.dataset.keys = localStorage.getItem(KEYS) ?? "on";
if (keysOn) {
  keysOn.checked = root.dataset.keys === "on";
  keysOn.addEventListener("change", () => {
    root.dataset.keys = keysOn.checked ? "on" : "off";
    localStorage.setItem(KEYS, root.dataset.keys);
  });
}
one("#show-keys")?.addEventListener("click", () => dialog.showModal());

/** Presses what stands for a key in the current card; where several are chosen, in the bar for all of them. */
function press(key) {
  const bulk = one("#bulk");
  const control = { p: "[value=publish]", s: "[value=spam]", d: "select" }[key];
  if (bulk && control && chosen().length) {
    const found = one(control, bulk);
    if (found?.matches("select")) found.focus(); else found?.click();
    return;
  }
  const card = current();
  if (!card) return go(open()[0]);
  const found = one(`[data-key="${key}"]`, card);
  if (!found) return;
  found.click();
  if (found.matches("summary") && found.parentElement.open) one("button", found.parentElement)?.focus();
}

const answers = {
  j: () => step(1),
  k: () => step(-1),
  x: () => (current() ? choose(false) : go(open()[0])),
  X: () => (current() ? choose(true) : go(open()[0])),
  a: chooseAll,
  u: undo,
  "/": () => one("[data-key='/']")?.focus(),
  "?": () => dialog?.showModal(),
};
for (const key of ["p", "d", "s", "e", "r", "o"]) answers[key] = () => press(key);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog?.open) return;
  const card = document.activeElement?.closest?.(".card");
  if (event.key === "Escape" && card) {
    one(".slot", card)?.replaceChildren();
    all("details[open]", card).forEach((open) => { open.open = false; });
    go(card);
    return;
  }
  if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])") || root.dataset.keys !== "on") return;
  const digit = card && /^[1-9]$/.test(event.key) && one(`details[open] [data-digit="${event.key}"]`, card);
  const answer = digit ? () => digit.click() : one(".queue") || "/?".includes(event.key) ? answers[event.key] : undefined;
  if (!answer) return;
  event.preventDefault();
  answer();
});

tally();
