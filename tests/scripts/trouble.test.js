// The outbox where things are worse: engines that lack much, disks that fill up, clocks that jump, messages that never get
// through, two contexts that change the same message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, comment, html, json, problem, promised, until } from "./device.js";

const having = async (...messages) => {
  const device = new Device(), tab = device.tab();
  for (const one of messages) await tab.outbox.put(one);
  return { device, tab };
};
const of = async (tab, id) => (await tab.outbox.messages()).find((one) => one.id === id);
const sent = (device) => device.requests.map(({ fields }) => fields.id);

test("a message that never gets through holds up the others for a few tries, not for ever", async () => {
  const { device, tab } = await having(comment("bad", { written: 1 }), comment("good", { written: 2 }));
  const endpoint = device.endpoint.bind(device);
  device.endpoint = (request) => request.fields.id === "bad" ? problem(500) : endpoint(request);
  // However often a reader presses meanwhile, order holds for as long as there is hope.
  for (let i = 0; i < 20; i++) await tab.outbox.deliver(true);
  assert.deepEqual([...device.arrived.keys()], []);
  for (let i = 0; i < 5; i++) device.now += await tab.outbox.deliver(false);
  assert.deepEqual([...device.arrived.keys()], ["good"]);
  assert.equal((await of(tab, "bad")).state, "waiting");
  const wait = await tab.outbox.deliver(false);
  assert.ok(wait > 0 && wait < Infinity, "it is tried further");
  // What comes later does not wait for its pause either.
  await tab.outbox.put(comment("later", { written: 3 }));
  await tab.outbox.deliver(false);
  assert.deepEqual([...device.arrived.keys()], ["good", "later"]);
});

test("where there is no answer at all, or the endpoint asks to wait, a long queue is not tried through", async () => {
  const away = (device) => device.online = false;
  const busy = (device) => device.endpoint = () => problem(503, {}, { "retry-after": "30" });
  for (const trouble of [away, busy]) {
    const { device, tab } = await having(...["a", "b", "c"].map((id, i) => comment(id, { written: i, tries: 9 })));
    trouble(device);
    await tab.outbox.deliver(true);
    assert.deepEqual(sent(device), ["a", "b"], "one more than the first");
  }
});

test("a message that no network lets through, and one that is wanted later, let the others by", async () => {
  const filtered = () => Promise.reject(new TypeError("reset")), later = () => problem(429, {}, { "retry-after": "3600" });
  for (const trouble of [filtered, later]) {
    const { device, tab } = await having(comment("bad", { written: 1 }), comment("good", { written: 2 }));
    const endpoint = device.endpoint.bind(device);
    device.endpoint = (request) => request.fields.id === "bad" ? trouble() : endpoint(request);
    for (let i = 0; i < 6; i++) device.now += await tab.outbox.deliver(false);
    assert.deepEqual([...device.arrived.keys()], ["good"]);
  }
});

test("work that took too long is wanted anew, and is no refusal", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [1, 2].map(() => problem(428, { work: { challenge: "c", bits: 1 } }));
  const wait = await tab.outbox.deliver(true);
  assert.equal((await of(tab, "a")).state, "waiting");
  device.now += wait;
  assert.equal(await tab.outbox.deliver(false), Infinity);
});

test("nobody can ask to wait for longer than a day", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [problem(429, {}, { "retry-after": "99999999999" })];
  const wait = await tab.outbox.deliver(true);
  assert.equal(wait, 86_400_000);
  device.now += wait;
  assert.equal(await tab.outbox.deliver(false), Infinity);
});

test("a clock that is set back by a year holds nothing up", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [problem(429, {}, { "retry-after": "90" })];
  await tab.outbox.deliver(true);
  device.now -= 365 * 86_400_000;
  assert.equal(await tab.outbox.deliver(false), Infinity);
});

test("an engine without AbortSignal.timeout gives up a silent endpoint too, so no other tab waits for ever", async () => {
  const { device, tab } = await having(comment("a"));
  delete tab.world.AbortSignal.timeout;
  device.says = [() => new Promise(() => {})];
  const delivered = tab.outbox.deliver(true);
  await until(() => sent(device).length === 1);
  await device.passes(60_000);
  await delivered;
  assert.equal((await of(tab, "a")).state, "waiting");
});

test("a body that is too long to be sent on after its page is sent all the same", async () => {
  const { device, tab } = await having(comment("a", { fields: { id: "a", body: "語".repeat(30_000) } }));
  device.says = [problem(422)];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.equal((await of(tab, "a")).state, "refused");
});

test("a yes whose body breaks off may be one: it is not given back, and is sent again", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [(request) => { device.takes(request); return html(202, "{\"id\": \"a"); }];
  await tab.outbox.deliver(true);
  assert.equal(tab.outbox.isChangeable(await of(tab, "a")), false);
  await tab.outbox.deliver(true);
  assert.deepEqual([...device.arrived], [["a", 2]]);
});

test("a try that was cut off leaves a doubt that no later try without a connection takes away", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [() => new Promise(() => {})];
  tab.outbox.deliver(true);
  await until(() => sent(device).length === 1);
  tab.close();
  const next = device.tab();
  device.online = false;
  await next.outbox.deliver(true);
  const now = await of(next, "a");
  assert.deepEqual([now.state, next.outbox.isChangeable(now)], ["waiting", false]);
});

test("where there are no locks, a tab without an answer does not undo what another was told", async () => {
  const device = new Device(), tab = device.tab("/", ["locks"]), other = device.tab("/", ["locks"]);
  await tab.outbox.put(comment("a"));
  const gate = promised();
  device.says = [() => gate.promise];
  const slow = tab.outbox.deliver(true);
  await until(() => sent(device).length === 1);
  await other.outbox.deliver(true);
  gate.resolve(problem(500));
  await slow;
  assert.equal((await of(tab, "a")).state, "held");
});

test("a disk that fills up after a message was put on it does not keep it from being sent", async () => {
  const { device, tab } = await having(comment("a"));
  device.store.full = true;
  await tab.outbox.deliver(true).catch(() => {});
  assert.deepEqual([...device.arrived.keys()], ["a"]);
  assert.equal(sent(device).length, 1, "not over and over");
  device.store.full = false;
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.equal((await of(tab, "a")).state, "held");
});

test("what the reader removes while receipts are asked for stays away", async () => {
  const { device, tab } = await having(comment("a"));
  await tab.outbox.deliver(true);
  const gate = promised();
  device.site["/api/receipts/a"] = () => gate.promise;
  const followed = tab.outbox.follow(() => true);
  await until(() => device.requests.some(({ path }) => path === "/api/receipts/a"));
  await device.tab().outbox.remove("a");
  gate.resolve(json(200, { state: "published", message: "It is published." }));
  await followed;
  assert.deepEqual(await tab.outbox.messages(), []);
});

test("five hundred messages go out in order, and the store is not read through for each", async () => {
  const device = new Device(), tab = device.tab();
  await tab.store.keep(...Array.from({ length: 500 }, (_, i) => [["message", `m${i}`], comment(`m${i}`, { written: i })]));
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.deepEqual(sent(device), Array.from({ length: 500 }, (_, i) => `m${i}`));
  assert.ok(device.store.reads < 5, `${device.store.reads} times`);
});

test("what is written while others go out goes out with them", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [async (request) => {
    await device.tab().outbox.put(comment("b", { written: device.now + 1 }));
    return device.takes(request);
  }];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.deepEqual(sent(device), ["a", "b"]);
});
