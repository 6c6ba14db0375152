// The outbox: what a reader sends arrives in order, once, whatever the network and the endpoint do, or waits to be mended.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, comment, html, json, problem, promised, until } from "./device.js";

/** A device with a tab whose outbox has these. */
const having = async (...messages) => {
  const device = new Device(), tab = device.tab();
  for (const one of messages) await tab.outbox.put(one);
  return { device, tab };
};
const of = async (tab, id) => (await tab.outbox.messages()).find((one) => one.id === id);
const sent = (device) => device.requests.filter(({ method }) => method === "POST").map(({ fields }) => fields.id);

test("messages go out in the order in which they were written", async () => {
  const { device, tab } = await having(comment("b", { written: 2 }), comment("c", { written: 3 }), comment("a", { written: 1 }));
  assert.equal(await tab.outbox.deliver(false), Infinity);
  assert.deepEqual(sent(device), ["a", "b", "c"]);
});

test("what has arrived stays on the device with what the endpoint said, and is not sent again", async () => {
  const { device, tab } = await having(comment("a"));
  await tab.outbox.deliver(true);
  await tab.outbox.deliver(true);
  const { state, detail, link } = await of(tab, "a");
  assert.deepEqual({ state, detail, link }, { state: "held", detail: "It has arrived.", link: "/receipt/a" });
  assert.deepEqual(sent(device), ["a"]);
});

test("two tabs and a worker that send at once send each message once", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  const other = device.tab(), worker = device.worker();
  const [, , { done }] = await Promise.all([tab.outbox.deliver(true), other.outbox.deliver(true), worker.fires("sync")]);
  await done;
  assert.deepEqual(sent(device), ["a", "b"]);
});

test("a tab that was put to sleep while it sent keeps the others waiting for a minute and no longer", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  const asleep = device.tab();
  asleep.world.navigator.locks.request("recto-outbox", () => new Promise(() => {})).catch(() => {});
  const first = tab.outbox.deliver(true);
  await device.passes(59_000);
  assert.deepEqual(sent(device), []);
  await device.passes(2_000);
  assert.equal(await first, Infinity);
  assert.deepEqual(sent(device), ["a", "b"]);
});

test("a page that is put away, and kept as it stands, keeps neither a turn nor its place in the line", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }));
  const sleeper = device.tab(), waiter = device.tab();
  device.says = [() => new Promise(() => {})];
  sleeper.outbox.deliver(true);
  await until(() => sent(device).length === 1);
  const waiting = waiter.outbox.deliver(true);
  await waiter.fires("pagehide");
  await assert.rejects(waiting, { name: "AbortError" });
  await sleeper.fires("pagehide");
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.deepEqual([sent(device), [...device.arrived.keys()]], [["a", "a"], ["a"]]);
});

test("what the endpoint has asked one tab to wait with, another does not send in its turn", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  const other = device.tab();
  // They take turns: the one has read that both wait, and the other hears that the second has to.
  device.says = [undefined, problem(429, {}, { "retry-after": "60" })];
  await Promise.all([tab.outbox.deliver(true), other.outbox.deliver(true)]);
  assert.deepEqual(sent(device), ["a", "b"]);
});

test("where an engine has no locks, what is sent twice has one id", async () => {
  const device = new Device(), tab = device.tab("/", ["locks"]), other = device.tab("/", ["locks"]);
  await tab.outbox.put(comment("a"));
  await Promise.all([tab.outbox.deliver(true), other.outbox.deliver(true)]);
  assert.deepEqual([...device.arrived.keys()], ["a"]);
  assert.equal((await of(tab, "a")).state, "held");
});

for (const [what, answer] of Object.entries({
  "a timeout": () => problem(408), "too early": () => problem(425), "too many": () => problem(429), "a fault": () => problem(500),
  "a gateway without a word": () => html(502, "Bad gateway"), "too busy": () => problem(503),
  "a page in the place of an answer": () => html(200, "Please sign in to this network."),
  "a refusal that is a page": () => html(403, "Blocked."), "a yes without an id": () => json(200, {}),
})) {
  test(`after ${what} a message waits, and arrives later`, async () => {
    const { device, tab } = await having(comment("a"));
    device.says = [answer()];
    const wait = await tab.outbox.deliver(true);
    assert.ok(wait > 0 && wait < Infinity, String(wait));
    const { state, tries } = await of(tab, "a");
    assert.deepEqual({ state, tries }, { state: "waiting", tries: 1 });
    device.now += wait;
    assert.equal(await tab.outbox.deliver(false), Infinity);
    assert.deepEqual([...device.arrived], [["a", 1]]);
  });
}

test("without a connection a message waits, and nobody doubts where it is", async () => {
  const { device, tab } = await having(comment("a"));
  device.online = false;
  await tab.outbox.deliver(true);
  const { state, unsure } = await of(tab, "a");
  assert.deepEqual({ state, unsure: !!unsure }, { state: "waiting", unsure: false });
});

test("an endpoint that says nothing is given up after a while, and may have taken it", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [() => new Promise(() => {})];
  const delivered = tab.outbox.deliver(true);
  await until(() => sent(device).length === 1);
  await device.passes(60_000);
  await delivered;
  const { state, unsure } = await of(tab, "a");
  assert.deepEqual({ state, unsure }, { state: "waiting", unsure: true });
});

test("what the endpoint refuses says what to mend, and does not hold up the next", async () => {
  const errors = [{ field: "body", detail: "It is too long." }];
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  device.says = [problem(422, { errors })];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  const { state, detail, errors: said } = await of(tab, "a");
  assert.deepEqual({ state, detail, said }, { state: "refused", detail: "Please mend it.", said: errors });
  assert.equal((await of(tab, "b")).state, "held");
});

test("the endpoint's word on when to come again counts, in seconds or as a date, even for the eager", async () => {
  for (const later of ["90", new Date(Date.UTC(2026, 0, 1, 0, 1, 30)).toUTCString()]) {
    const { device, tab } = await having(comment("a"));
    device.says = [problem(429, {}, { "retry-after": later })];
    assert.equal(await tab.outbox.deliver(true), 90_000);
    device.now += 89_999;
    assert.equal(await tab.outbox.deliver(true), 1);
    assert.equal(sent(device).length, 1);
    device.now += 1;
    assert.equal(await tab.outbox.deliver(true), Infinity);
  }
});

test("pauses grow up to ten minutes and a bit, and an eager one ends them", async () => {
  const { device, tab } = await having(comment("a"));
  const pauses = [];
  for (let i = 0; i < 14; i++) {
    device.says = [problem(500)];
    const wait = await tab.outbox.deliver(i % 2 === 0);
    pauses.push(wait);
    device.now += wait;
  }
  for (const [i, pause] of pauses.entries()) {
    const middle = Math.min(600_000, 1_000 * 2 ** i);
    assert.ok(pause >= middle * 0.75 && pause <= middle * 1.25, `pause ${i}: ${pause}`);
  }
  device.says = [problem(500)];
  const wait = await tab.outbox.deliver(false);
  assert.ok(wait > 100_000);
  assert.equal(await tab.outbox.deliver(false), wait);
  assert.equal(await tab.outbox.deliver(true), Infinity);
});

test("work that is wanted is done, and the same is sent again with it", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [problem(428, { work: { challenge: "c", bits: 8 } })];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  const [first, second] = device.requests;
  assert.match(second.fields.work, /^c:\d+$/);
  assert.deepEqual({ ...second.fields, work: undefined }, { ...first.fields, work: undefined });
});

test("the writer's token is settled with the first try", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  device.says = [undefined, problem(500)];
  await tab.outbox.deliver(true);
  await tab.store.keep([["fact", "writer"], "w2"]);
  await tab.outbox.deliver(true);
  assert.deepEqual(device.requests.map(({ fields }) => [fields.id, fields.writer]), [["a", ""], ["b", "w1"], ["b", "w1"]]);
});

test("a tab that dies between the answer and the note of it leaves the message to the next, under the same id", async () => {
  const { device, tab } = await having(comment("a"));
  const taken = promised();
  device.says = [(request) => {
    device.takes(request);
    taken.resolve();
    return new Promise(() => {});
  }];
  tab.outbox.deliver(true);
  await taken.promise;
  tab.close();
  const next = device.tab();
  assert.equal((await of(next, "a")).state, "sending");
  assert.equal(await next.outbox.deliver(true), Infinity);
  assert.deepEqual([...device.arrived], [["a", 2]]);
  assert.equal((await of(next, "a")).state, "held");
});

test("what is under way cannot be taken back, for nobody knows whether it has arrived", async () => {
  const answers = [
    [problem(429), true], [html(403, ""), true], [problem(503), false], [html(504, ""), false], [html(200, ""), false],
  ];
  for (const [answer, free] of answers) {
    const { device, tab } = await having(comment("a"));
    const gate = promised();
    device.says = [() => gate.promise];
    const delivered = tab.outbox.deliver(true);
    await until(() => sent(device).length === 1);
    assert.equal(await tab.outbox.giveBack("a", "/one-clause/", { typed: { body: "This is a." } }), false);
    gate.resolve(answer);
    await delivered;
    const now = await of(tab, "a");
    assert.equal(tab.outbox.isChangeable(now), free, String(answer.status));
    assert.equal(await tab.outbox.giveBack("a", "/one-clause/", { typed: { body: "This is a." } }), free);
    assert.equal((await tab.store.recall(["draft", "/one-clause/"]))?.typed.body, free ? "This is a." : undefined);
    assert.equal(await of(tab, "a") === undefined, free);
  }
});

test("what is taken back while another is under way is not sent", async () => {
  const { device, tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  device.says = [async (request) => {
    assert.ok(await device.tab().outbox.giveBack("b", "/one-clause/", { typed: { body: "This is b." } }));
    return device.takes(request);
  }];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.deepEqual(sent(device), ["a"]);
  assert.equal(await of(tab, "b"), undefined);
});

test("what was removed while it was under way does not come back, unless it has arrived", async () => {
  for (const [answer, left] of [[problem(500), []], [problem(422), []], [undefined, ["held"]]]) {
    const { device, tab } = await having(comment("a"));
    const gate = promised();
    device.says = [async (request) => await gate.promise ?? device.takes(request)];
    const delivered = tab.outbox.deliver(true);
    await until(() => sent(device).length === 1);
    await device.tab().outbox.remove("a");
    gate.resolve(answer);
    await delivered;
    assert.deepEqual((await tab.outbox.messages()).map(({ state }) => state), left);
  }
});

test("a signup goes the same way and needs no id in the answer", async () => {
  const { device, tab } = await having(comment("s", { kind: "signup", path: "/api/subscribers" }));
  device.says = [json(202, { message: "Please look in your mail." })];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  const { state, detail } = await of(tab, "s");
  assert.deepEqual({ state, detail }, { state: "sent", detail: "Please look in your mail." });
});

test("every tab is told of a change", async () => {
  const { device, tab } = await having();
  let heard = 0;
  for (const { world } of [tab, device.tab()]) new world.BroadcastChannel("recto").addEventListener("message", () => heard++);
  await tab.outbox.put(comment("a"));
  await until(() => heard === 2);
});

test("what became of a comment is asked of its private page and kept", async () => {
  const { device, tab } = await having(comment("a"));
  await tab.outbox.deliver(true);
  const now = { state: "declined", message: "An editor declined it.", reason: "Off topic.", note: "Sorry." };
  device.site["/api/receipts/a"] = () => json(200, now);
  await tab.outbox.follow(() => true);
  const { state, reason } = await of(tab, "a");
  assert.deepEqual({ state, reason }, { state: "declined", reason: "Off topic. Sorry." });
});

test("somebody else's yes is none, and somebody else's no is none", async () => {
  for (const [name, answer] of [
    ["a greeting", json(200, { message: "Please sign in." })], ["a yes without an id", json(202, { state: "held", message: "Yes." })],
    ["a refusal of another kind", json(401, { detail: "Not authenticated" })],
    ["a refusal that names another's kind", json(403, { type: "about:blank", detail: "No." })],
  ]) {
    const { device, tab } = await having(comment("a"));
    device.says = [answer];
    await tab.outbox.deliver(true);
    assert.equal((await of(tab, "a")).state, "waiting", name);
    await tab.outbox.deliver(true);
    assert.deepEqual([...device.arrived], [["a", 1]], name);
  }
});

test("a signup arrives without an id, tells nothing of the writer of comments, and leaves no address behind", async () => {
  const signup = { ...comment("s"), kind: "signup", path: "/api/subscribers", fields: { email: "ani@example.org" } };
  const { device, tab } = await having(signup);
  await tab.store.keep([["fact", "writer"], "w1"]);
  device.says = [json(202, { message: "Please look in your mail." })];
  assert.equal(await tab.outbox.deliver(true), Infinity);
  assert.deepEqual(device.requests[0].fields, { email: "ani@example.org" });
  const { state, fields } = await of(tab, "s");
  assert.deepEqual([state, fields.email], ["sent", "a…@example.org"]);
});

test("a connection that is lost while a message is on its way leaves a doubt", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [(request) => {
    device.takes(request);
    device.online = false;
    throw new TypeError("Failed to fetch");
  }];
  await tab.outbox.deliver(true);
  assert.equal(tab.outbox.isChangeable(await of(tab, "a")), false);
});

test("what was sent from a full disk may have arrived, although that could not be noted", async () => {
  const { device, tab } = await having(comment("a"));
  device.store.full = true;
  device.says = [(request) => {
    device.takes(request);
    return html(504, "");
  }];
  await tab.outbox.deliver(true).catch(() => {});
  device.store.full = false;
  assert.equal(tab.outbox.isChangeable(await of(tab, "a")), false);
});

test("with the last comment goes the token that ties them together", async () => {
  const { tab } = await having(comment("a", { written: 1 }), comment("b", { written: 2 }));
  await tab.outbox.deliver(true);
  await tab.outbox.remove("a");
  assert.equal(await tab.store.recall(["fact", "writer"]), "w1");
  await tab.outbox.remove("b");
  assert.equal(await tab.store.recall(["fact", "writer"]), undefined);
});

test("a receipt tells of each change, and of a comment that the endpoint does not know", async () => {
  const { device, tab } = await having(comment("a"));
  await tab.outbox.deliver(true);
  const says = (answer) => device.site["/api/receipts/a"] = () => answer;
  says(json(200, { state: "published", message: "It is published." }));
  assert.equal(await tab.outbox.follow(() => true), true);
  says(json(200, { state: "published", message: "It is published.", link: "/one-clause/comments/#a" }));
  await tab.outbox.follow(() => true);
  assert.equal((await of(tab, "a")).public, "/one-clause/comments/#a");
  says(html(404, "a gate"));
  assert.equal(await tab.outbox.follow(() => true), false);
  assert.equal((await of(tab, "a")).detail, "It is published.");
  says(problem(404));
  assert.equal(await tab.outbox.follow(() => true), true);
  assert.match((await of(tab, "a")).detail, /knows nothing of it/);
});

test("a clock that is set back by half a day holds nothing up, and nobody in between can ask for a day", async () => {
  const { device, tab } = await having(comment("a"));
  device.says = [problem(503, {}, { "retry-after": "90" }), html(503, "", { headers: { "retry-after": "86400" } })];
  await tab.outbox.deliver(true);
  device.now -= 43_200_000;
  assert.equal(await tab.outbox.deliver(true), 600_000);
});
