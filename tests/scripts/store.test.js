// The store: what engines do to a connection, and that changes are made whole or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device } from "./device.js";

const FACT = ["fact", "writer"];

test("what is kept is there for every tab, by its kind", async () => {
  const device = new Device();
  await device.tab().store.keep([["draft", "/"], "a draft"], [["message", "b"], 2], [["message", "a"], 1]);
  const { store } = device.tab();
  assert.deepEqual(await store.all("message"), [1, 2]);
  assert.equal(await store.recall(["draft", "/"]), "a draft");
  await store.keep([["draft", "/"], undefined]);
  assert.equal(await store.recall(["draft", "/"]), undefined);
});

test("changes are made together or not at all", async () => {
  const { store } = new Device().tab();
  await store.keep([FACT, "before"]);
  await assert.rejects(store.keep([FACT, undefined], [["draft", "/"], () => "no engine copies this"]));
  assert.equal(await store.recall(FACT), "before");
});

test("a change sees what another tab has written, and makes nothing of nothing", async () => {
  const device = new Device(), { store } = device.tab(), other = device.tab().store;
  await store.keep([FACT, 0]);
  const more = (now) => [[FACT, now + 1]];
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).change(FACT, more)));
  assert.equal(await store.recall(FACT), 20);
  assert.equal(await store.change(["fact", "none"], () => assert.fail("it is not asked")), false);
});

test("a page that is put away in the middle of a change lets go of the store", async () => {
  const device = new Device(), tab = device.tab(), other = device.tab();
  await tab.store.keep([FACT, "before"]);
  const changed = tab.store.change(FACT, () => [[FACT, "after"]]);
  // It has asked what is there, and has not heard yet.
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  await tab.fires("pagehide");
  assert.equal(await changed, false);
  assert.equal(await other.store.change(FACT, (now) => [[FACT, `${now}, changed`]]), true);
  assert.equal(await tab.store.recall(FACT), "before, changed");
});

test("a page that has been put away begins no change, and changes again when it is back", async () => {
  const device = new Device(), tab = device.tab(), other = device.tab();
  await tab.store.keep([FACT, "before"]);
  await tab.fires("pagehide");
  assert.equal(await tab.store.change(FACT, () => assert.fail("it is not asked")), false);
  assert.equal(await other.store.change(FACT, (now) => [[FACT, `${now}, changed`]]), true);
  await tab.fires("pageshow", { persisted: true });
  assert.equal(await tab.store.change(FACT, (now) => [[FACT, `${now}, again`]]), true);
  assert.equal(await tab.store.recall(FACT), "before, changed, again");
});

test("a connection that the engine has lost without a word is opened anew", async () => {
  const device = new Device(), { store } = device.tab();
  await store.keep([FACT, "kept"]);
  device.store.connections[0].close();
  assert.equal(await store.recall(FACT), "kept");
  device.store.connections[1].close();
  await store.keep([FACT, "again"]);
  assert.equal(await store.recall(FACT), "again");
});

test("a store that is refused once is asked for again", async () => {
  const device = new Device(), { store } = device.tab();
  device.store.refused = true;
  await assert.rejects(store.recall(FACT));
  device.store.refused = false;
  await store.keep([FACT, "kept"]);
  assert.equal(await store.recall(FACT), "kept");
});

test("a tab does not stand in the way of a later build that wants another store, nor of a reader who clears it", async () => {
  const device = new Device(), { store } = device.tab();
  await store.keep([FACT, "kept"]);
  await new Promise((resolve, reject) => {
    const cleared = device.store.deleteDatabase("recto");
    cleared.onsuccess = resolve;
    cleared.onblocked = () => reject(new Error("it is blocked"));
  });
  assert.equal(await store.recall(FACT), undefined);
});
