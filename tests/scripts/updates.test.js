// The quiet note that a newer version of the page is here: where there is one, and only there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./device.js";
import { Element, page } from "./page.js";
import { site } from "./site.js";

const REGISTRATION = { update: async () => {} };

/** A tab with the page of this print, which watches for newer ones. */
const reading = (device, print, without) => {
  const main = new Element("main", { id: "page", "data-page": print });
  const tab = device.tab("/one/", without, page(main));
  tab.world.navigator.serviceWorker = { ready: Promise.resolve(REGISTRATION), register: async () => REGISTRATION };
  const note = () => tab.world.document.querySelector(".newer");
  tab.updates.watch();
  return { ...tab, main, note };
};
/** Lets everything that can happen happen. */
const rests = async () => { for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve)) };

test("a page that came without the worker's help is kept, and nothing is noted", async () => {
  const { device, tab } = site();
  const { note } = reading(device, "one");
  await until(async () => (await tab.kept.pages()).includes("/one/"));
  await rests();
  assert.equal(note(), null);
});

test("a page that is newer than the kept one is kept, and not called old", async () => {
  for (const without of [[], ["BroadcastChannel"]]) {
    const { device, put, tab } = site();
    await tab.kept.keepPage("/one/");
    put("/one/", "newer");
    const { note } = reading(device, "newer", without);
    await until(async () => await tab.kept.keptPrint("/one/") === "newer");
    await rests();
    assert.equal(note(), null);
  }
});

test("a newer page that cannot be kept is not called old", async () => {
  const { device, put, tab } = site();
  await tab.kept.keepPage("/one/");
  put("/one/", "newer");
  device.caches.room = device.caches.used;
  const { note } = reading(device, "newer");
  await rests();
  assert.equal(await tab.kept.keptPrint("/one/"), "one");
  assert.equal(note(), null);
});

test("where a newer page is kept it is noted, whoever keeps it, once", async () => {
  for (const without of [[], ["BroadcastChannel"]]) {
    const { device, put, tab } = site();
    await tab.kept.keepPage("/one/");
    const own = reading(device, "one", without);
    await rests();
    assert.equal(own.note(), null);
    put("/one/", "newer");
    await (without.length ? own : tab).kept.keepPage("/one/");
    await until(own.note);
    await (without.length ? own : tab).kept.keepPage("/one/");
    await rests();
    assert.equal(own.world.document.querySelectorAll(".newer").length, 1);
  }
});

test("what is kept of other pages is not noted here", async () => {
  const { device, tab } = site();
  const { main, note } = reading(device, "one");
  await rests();
  main.dataset.page = "older";
  await tab.kept.keepPage("/two/");
  await rests();
  assert.equal(note(), null);
});

test("a note is taken back when what is shown is what is kept", async () => {
  const { device, put, tab } = site();
  const { main, note } = reading(device, "one");
  await rests();
  put("/one/", "newer");
  await tab.kept.keepPage("/one/");
  await until(note);
  main.dataset.page = "newer";
  await tab.kept.keepPage("/one/");
  await until(() => !note());
});

test("a page that comes back as it was put away looks again", async () => {
  const { device, put, tab } = site();
  // Nobody tells a page that is put away.
  const { fires, note } = reading(device, "one", ["BroadcastChannel"]);
  await rests();
  put("/one/", "newer");
  await tab.kept.keepPage("/one/");
  await fires("pageshow", { persisted: false });
  await rests();
  assert.equal(note(), null);
  await fires("pageshow", { persisted: true });
  await until(note);
});

test("the registration is handed on, and nothing where there is none or it is refused", async () => {
  const { device } = site();
  assert.equal(await reading(device, "one").updates.register(), REGISTRATION);
  assert.equal(await device.tab("/one/", [], page()).updates.register(), undefined);
  const tab = device.tab("/one/", [], page());
  tab.world.navigator.serviceWorker = { ready: new Promise(() => {}), register: async () => { throw new Error("refused") } };
  assert.equal(await tab.updates.register(), undefined);
});

test("who saves data gets a worker only when asking for what is kept, or has one already", async () => {
  for (const controller of [null, {}]) {
    const { device } = site(), tab = device.tab("/one/", [], page());
    let asked = 0;
    tab.world.navigator.connection = { saveData: true };
    tab.world.navigator.serviceWorker = {
      controller, ready: new Promise(() => {}), register: async () => (asked++, REGISTRATION),
    };
    tab.updates.watch();
    await rests();
    assert.equal(asked, controller ? 1 : 0);
    for (let i = 0; i < 2; i++) assert.equal(await tab.updates.register(), REGISTRATION);
    assert.equal(asked, 1);
  }
});
