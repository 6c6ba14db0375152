// A form's message on its way: into the outbox, out to the endpoint, and back into the form where it has to be mended.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, html, problem, promised, until } from "./device.js";
import { form } from "./form.js";

const PATH = "/api/articles/one/comments";

/** A tab with a form in which something has been typed, and what sends it. */
const typed = async (words = "My words.") => {
  const device = new Device(), tab = device.tab("/one/"), comment = form(tab);
  await tab.drafts.watch();
  comment.types("body", words);
  await until(() => tab.store.recall(["draft", "/one/"]));
  const send = (id = "a") => tab.sending.send("comment", id, PATH, { id, body: comment.value("body") }, comment);
  const draft = async () => (await tab.store.recall(["draft", "/one/"]))?.typed.body;
  return { device, tab, comment, send, draft };
};
const states = async (tab) => (await tab.outbox.messages()).map(({ state }) => state);

test("what is sent arrives, and is a draft no more", async () => {
  const { device, tab, send, draft } = await typed();
  const { state, detail } = await send();
  assert.deepEqual({ state, detail }, { state: "held", detail: "It has arrived." });
  assert.deepEqual([...device.arrived], [["a", 1]]);
  assert.equal(await draft(), undefined);
  assert.deepEqual(await states(tab), ["held"]);
});

test("a draft that is being written when its message goes is not written after it", async () => {
  const { comment, send, draft } = await typed();
  const gone = promised();
  comment.types("body", "My words, and");
  comment.types("body", "My words, and more.");
  await send().then(gone.resolve);
  await gone.promise;
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await draft(), undefined);
});

test("what is refused is a draft again, as it stands in the form now", async () => {
  const { device, tab, comment, send, draft } = await typed();
  device.says = [async () => {
    comment.elements[0].value = "My words, mended already.";
    return problem(422, { errors: [{ field: "body", detail: "Too short." }] });
  }];
  const { state, errors } = await send();
  assert.deepEqual({ state, errors }, { state: "refused", errors: [{ field: "body", detail: "Too short." }] });
  assert.equal(await draft(), "My words, mended already.");
  assert.deepEqual(await states(tab), []);
});

test("a form waits for a slow endpoint for six seconds, and the sending goes on", async () => {
  const { device, tab, send } = await typed();
  const gate = promised();
  device.says = [async (request) => (await gate.promise, device.takes(request))];
  const sent = send();
  await until(() => device.requests.length === 1);
  await device.passes(6_000);
  assert.equal((await sent).state, "sending");
  gate.resolve();
  await until(async () => (await states(tab))[0] === "held");
});

test("what waits is sent again by itself when it is time", async () => {
  const { device, tab, send } = await typed();
  device.says = [problem(503, {}, { "retry-after": "30" })];
  assert.equal((await send()).state, "waiting");
  await until(() => device.timers.some(({ at }) => at === device.now + 30_000));
  await device.passes(29_000);
  assert.equal(device.requests.length, 1);
  await device.passes(1_000);
  await until(async () => (await states(tab))[0] === "held");
});

test("a connection, a page that is seen again and one that is taken out of the drawer send what waits", async () => {
  for (const [name, event] of [["online", {}], ["visibilitychange", {}], ["pageshow", { persisted: true }]]) {
    const { device, tab, send } = await typed();
    await tab.sending.watch();
    device.online = false;
    await send();
    device.online = true;
    await tab.fires(name, event);
    assert.deepEqual(await states(tab), ["held"], name);
  }
});

test("where nothing can be kept it is sent directly, with the token that can still be read, and its old draft goes", async () => {
  const { device, tab, send, draft } = await typed();
  await tab.store.keep([["fact", "writer"], "w0"]);
  device.store.full = true;
  assert.equal((await send()).state, "held");
  assert.equal(device.requests[0].fields.writer, "w0");
  assert.equal(await draft(), undefined);
});

test("where nothing can be kept and nobody answers, the form is the only place, and the draft of before stays", async () => {
  const { device, send, draft } = await typed();
  device.store.full = true;
  device.says = [html(502, "")];
  assert.equal((await send()).state, "unkept");
  assert.equal(await draft(), "My words.");
});

test("where nothing can be kept, the same sent again is the same message, for the answer may have been lost", async () => {
  const { device, comment, send } = await typed();
  device.store.full = true;
  device.says = [(request) => {
    device.takes(request);
    return html(504, "");
  }];
  assert.equal((await send("a")).state, "unkept");
  assert.equal((await send("b")).state, "held");
  assert.deepEqual([...device.arrived], [["a", 2]]);
  comment.types("body", "Other words.");
  await send("c");
  assert.deepEqual([...device.arrived.keys()], ["a", "c"]);
});

test("a store that breaks while a message is under way does not have it taken for one that is not kept", async () => {
  const { device, tab, send } = await typed();
  device.says = [(request) => {
    device.store.refused = true;
    device.store.connections.forEach((one) => one.close());
    return device.takes(request);
  }];
  assert.equal((await send()).state, "waiting");
  device.store.refused = false;
  await device.passes(60_000);
  await until(async () => (await states(tab))[0] === "held");
  assert.deepEqual([...device.arrived], [["a", 2]]);
  assert.deepEqual(await states(tab), ["held"]);
});

test("what was sent in vain, and can be kept by now, is the same message", async () => {
  const { device, tab, send } = await typed();
  device.store.full = true;
  device.says = [(request) => {
    device.takes(request);
    return html(504, "");
  }];
  assert.equal((await send("a")).state, "unkept");
  device.store.full = false;
  assert.equal((await send("b")).state, "held");
  assert.deepEqual([...device.arrived], [["a", 2]]);
  assert.deepEqual((await tab.outbox.messages()).map(({ id }) => id), ["a"]);
});

test("a store that never answers does not keep a message from being sent", async () => {
  const device = new Device(), tab = device.tab("/one/"), comment = form(tab);
  device.store.silent = true;
  const sent = tab.sending.send("comment", "a", PATH, { id: "a", body: "Words" }, comment);
  let state;
  sent.then((one) => state = one.state);
  await until(async () => (await device.passes(1_000), state));
  assert.equal(state, "held");
});

test("what is taken back is in its form again, above what has been begun there since", async () => {
  const { device, tab, comment, send, draft } = await typed("The first.");
  device.online = false;
  await send();
  comment.reset();
  comment.types("body", "The second.");
  await until(async () => await draft() === "The second.");
  assert.equal(await tab.sending.takeBack((await tab.outbox.messages())[0]), true);
  assert.equal(comment.value("body"), "The first.\n\nThe second.");
  assert.equal(await draft(), "The first.\n\nThe second.");
  assert.deepEqual(await states(tab), []);
});

test("what could not be kept, and what is typed while a message is taken back, stays below it", async () => {
  const { device, tab, comment, send, draft } = await typed("The first.");
  device.online = false;
  await send();
  comment.reset();
  comment.elements[0].value = "The second";
  const back = tab.sending.takeBack((await tab.outbox.messages())[0]);
  comment.types("body", "The second, in full.");
  assert.equal(await back, true);
  assert.equal(comment.value("body"), "The first.\n\nThe second, in full.");
  await until(async () => await draft() === "The first.\n\nThe second, in full.");
});

test("a reader who has left the page while its comment was refused finds it under “My comments”", async () => {
  const { device, tab, comment, send, draft } = await typed();
  device.says = [async () => {
    comment.isConnected = false;
    return problem(422);
  }];
  assert.equal((await send()).state, "refused");
  assert.deepEqual(await states(tab), ["refused"]);
  assert.equal(await draft(), undefined);
  // Nor does it stand in the form, should that come back.
  comment.isConnected = true;
  await tab.fires("recto:back");
  assert.deepEqual([comment.value("body"), await draft()], ["", undefined]);
});

test("what is typed beside a comment that is on its way is its draft until the form is emptied", async () => {
  const { device, comment, send, draft } = await typed();
  device.says = [async (request) => {
    comment.types("name", "Ani");
    await until(draft);
    return device.takes(request);
  }];
  await send();
  // As the program does.
  comment.types("body", "");
  await until(async () => !await draft());
});

test("an answer to a comment that is gone can be sent as a comment", async () => {
  const { device, comment, send } = await typed();
  comment.dataset.answers = "comment-7";
  device.says = [problem(422, { errors: [{ field: "parent", detail: "It is not here any more." }] })];
  await send();
  assert.equal(comment.dataset.answers, undefined);
});

test("a browser is asked to send later whenever a reader leaves while something waits", async () => {
  const { device, tab, send } = await typed();
  const asked = [];
  tab.world.navigator.serviceWorker = { getRegistration: async () => ({ sync: { register: async (tag) => asked.push(tag) } }) };
  await tab.sending.watch();
  device.online = false;
  await send();
  tab.world.document.visibilityState = "hidden";
  for (let i = 0; i < 2; i++) await tab.fires("visibilitychange");
  await until(() => asked.length === 3);
  device.online = true;
  tab.world.document.visibilityState = "visible";
  await tab.fires("visibilitychange");
  await until(() => device.arrived.size === 1);
  tab.world.document.visibilityState = "hidden";
  await tab.fires("visibilitychange");
  assert.deepEqual(asked, ["outbox", "outbox", "outbox"]);
});

test("what has gone out meanwhile is not taken back, and what has been begun stays", async () => {
  const { device, tab, comment, send, draft } = await typed("The first.");
  device.online = false;
  await send();
  const [old] = await tab.outbox.messages();
  device.online = true;
  await device.tab("/two/").outbox.deliver(true);
  comment.types("body", "The second.");
  await until(async () => await draft() === "The second.");
  assert.equal(await tab.sending.takeBack(old), false);
  assert.equal(comment.value("body"), "The second.");
  assert.deepEqual(await states(tab), ["held"]);
});
