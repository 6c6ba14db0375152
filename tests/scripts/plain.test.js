// Forms that no island looks after.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, comment, problem, promised, until } from "./device.js";
import { form } from "./form.js";
import { Element, page } from "./page.js";

const ANSWER = "/one/comments/?answer=7";

/** The page on which a comment is answered; the endpoint may have sent it with a text. */
const answering = async (device = new Device(), given = "") => {
  const link = new Element("a", { href: "/one/#comments" }, "An article"), main = new Element("main", {}, link);
  const status = new Element("div", { role: "status" }), posted = [];
  const { document } = page(main), forms = [];
  const tab = device.tab("/one/comments/", [], {
    document: { ...document, querySelectorAll: () => forms, querySelector: () => link }, Element, FormData: class {
      constructor({ elements }) { this.elements = elements }
      *[Symbol.iterator]() { yield* this.elements.map(({ name, value }) => [name, value]) }
    },
  });
  const answer = form(tab);
  forms.push(answer);
  const hidden = (name, value) => ({ name, value, matches: () => false });
  answer.elements.find(({ name }) => name === "article").value = "one";
  answer.elements.push(hidden("parent", "7"), hidden("since", "yesterday"));
  Object.assign(answer, {
    status, querySelector: () => status, submit: () => posted.push(answer.value("body")),
    getAttribute: () => "/api/articles/one/comments",
  });
  answer.elements[0].value = answer.elements[0].defaultValue = given;
  tab.world.location.assign = (address) => tab.went = address;
  await tab.drafts.watch();
  tab.plain.watch();
  const types = async (words) => {
    answer.types("body", words);
    await until(async () => (await tab.store.recall(["draft", ANSWER]))?.typed.body === words);
  };
  const sends = (event = {}) => {
    event = { target: answer, preventDefault() { this.defaultPrevented = true }, ...event };
    return tab.fires("submit", event).then(() => event.defaultPrevented);
  };
  return Object.assign(tab, { answer, types, sends, posted, says: () => status.textContent });
};

test("an answer goes by the outbox, once however often it is pressed, and leads to its private page", async () => {
  const device = new Device(), tab = await answering(device);
  await tab.types("I doubt that.");
  for (let press = 0; press < 3; press++) assert.equal(await tab.sends(), true);
  await until(() => tab.went);
  const [message, ...others] = await tab.outbox.messages();
  assert.equal(tab.went, `/receipt/${message.id}`);
  assert.deepEqual([others, tab.answer.value("body"), await tab.store.recall(["draft", ANSWER])], [[], "", null]);
  const { fields, page, title, path } = message;
  assert.deepEqual([fields.parent, fields.body, fields.since, page, title, path],
    ["7", "I doubt that.", undefined, "/one/", "An article", "/api/articles/one/comments"]);
  assert.match(fields.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("what is typed comes back with the page, and is no draft of the article's own form", async () => {
  const device = new Device(), tab = await answering(device);
  await tab.types("In the middle");
  assert.equal((await answering(device)).answer.value("body"), "In the middle");
  assert.equal(await tab.store.recall(["draft", "/one/"]), undefined);
});

test("without a connection it waits, and the form lets go of it", async () => {
  const device = new Device(), tab = await answering(device);
  await tab.types("Underground.");
  device.online = false;
  await tab.sends();
  await until(() => /safe on this device.*What waits/.test(tab.says()));
  const [{ state, id }] = await tab.outbox.messages();
  assert.deepEqual([state, tab.answer.value("body"), tab.answer.status.dataset.message, tab.went], ["waiting", "", id, undefined]);
  device.online = true;
  await tab.sending.go(true);
  assert.deepEqual([...device.arrived.values()], [1]);
});

test("what is refused, or can neither be sent nor kept, stays in the form, with the reason", async () => {
  const device = new Device(), tab = await answering(device);
  await tab.types("Words");
  device.says = [problem(422, { detail: "Please look again.", errors: [{ field: "parent", detail: "It is gone." }] })];
  await tab.sends();
  await until(() => /Please look again\. It is gone\./.test(tab.says()));
  device.online = false;
  device.store.full = true;
  await tab.sends();
  await until(() => /keeps nothing/.test(tab.says()));
  assert.deepEqual([tab.answer.value("body"), tab.went], ["Words", undefined]);
});

test("what is typed while it is sent stays, and nobody is led away from it", async () => {
  const device = new Device(), tab = await answering(device), gate = promised();
  await tab.types("Words");
  device.says = [async (request) => (await gate.promise, device.takes(request))];
  await tab.sends();
  await until(() => device.requests.length);
  tab.answer.types("body", "Words, and more");
  gate.resolve();
  await until(() => /It has arrived/.test(tab.says()));
  assert.deepEqual([tab.answer.value("body"), tab.went], ["Words, and more", undefined]);
});

test("what is typed into another field, and what is typed and taken away, keeps nothing of what was sent", async () => {
  for (const types of [[["name", "Ani"]], [["body", "Words!"], ["body", "Words"]]]) {
    const device = new Device(), tab = await answering(device), gate = promised();
    await tab.types("Words");
    device.says = [async (request) => (await gate.promise, device.takes(request))];
    await tab.sends();
    await until(() => device.requests.length);
    for (const [name, words] of types) tab.answer.types(name, words);
    await until(async () => (await tab.store.recall(["draft", ANSWER]))?.typed.body === "Words");
    gate.resolve();
    await until(() => tab.went);
    assert.deepEqual([tab.answer.value("body"), await tab.store.recall(["draft", ANSWER])], ["", null]);
  }
});

test("what has nothing to answer any more is a comment of its own, above what has been begun as one", async () => {
  const device = new Device(), tab = await answering(device);
  await tab.store.keep([["draft", "/one/"], { typed: { body: "Begun there.", name: "", email: "" } }]);
  await tab.types("I doubt that.");
  device.says = [problem(422, { detail: "Look again.", errors: [{ field: "parent", detail: "It is gone." }] })];
  await tab.sends();
  await until(() => /It is gone/.test(tab.says()));
  assert.equal(tab.answer.value("body"), "I doubt that.\n\nBegun there.");
  assert.equal((await tab.store.recall(["draft", "/one/"])).typed.body, "I doubt that.\n\nBegun there.");
  assert.equal(await tab.store.recall(["draft", ANSWER]), null);
  await tab.sends();
  await until(() => tab.went);
  assert.equal((await tab.outbox.messages())[0].fields.parent, undefined);
  assert.equal(await tab.store.recall(["draft", "/one/"]), null);
});

test("what is written after an answer was sent answers nothing, and who has gone on is not led away", async () => {
  const device = new Device(), tab = await answering(device);
  tab.answer.elements.find(({ name }) => name === "parent").value = "";
  tab.answer.dataset.answers = "comment-7";
  tab.answer.types("body", "I doubt that.");
  await tab.sends();
  tab.answer.isConnected = false;
  await until(() => /It has arrived/.test(tab.says()));
  tab.answer.types("body", "Beside that.");
  await tab.sends();
  await until(async () => (await tab.outbox.messages()).length === 2);
  const parents = (await tab.outbox.messages()).map(({ fields }) => [fields.body, fields.parent]);
  assert.deepEqual(Object.fromEntries(parents), { "I doubt that.": "7", "Beside that.": undefined });
  assert.equal(tab.went, undefined);
});

test("over the text that a page was sent with stands what was made of it since, and nothing that is older is lost", async () => {
  const draft = (body, of) => ({ typed: { body, name: "", email: "" }, ...(of && { of }) });
  for (const [kept, words, then] of [
    [draft("I do doubt it.", "I doubt it."), "I do doubt it.", "I do doubt it."],
    [draft("Begun."), "Begun.\n\nI doubt it.", "Begun.\n\nI doubt it."],
    [null, "I doubt it.", "I doubt it."],
    ["gone out", "I doubt it.", undefined],
  ]) {
    const device = new Device(), before = await answering(device);
    if (kept === "gone out") await before.outbox.put({ ...comment("a"), state: "held", fields: { body: "I doubt it." } }, ANSWER);
    else await before.store.keep([["draft", ANSWER], kept]);
    const tab = await answering(device, "I doubt it.");
    assert.equal(tab.answer.value("body"), words);
    assert.equal((await tab.store.recall(["draft", ANSWER]))?.typed.body, then);
  }
});

test("what an island has taken, and what is only looked at, goes its own way", async () => {
  const tab = await answering();
  await tab.types("Words");
  await tab.sends({ defaultPrevented: true });
  assert.equal(await tab.sends({ submitter: { hasAttribute: () => true } }), undefined);
  assert.deepEqual(await tab.outbox.messages(), []);
});

test("where a message can get no id of its own the browser posts it", async (t) => {
  const tab = await answering();
  await tab.types("Words");
  t.mock.method(crypto, "getRandomValues", () => { throw new Error("none") });
  await tab.sends();
  await until(() => tab.posted.length);
  assert.deepEqual(tab.posted, ["Words"]);
});
