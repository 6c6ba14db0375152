// The service worker of a new build: what is kept comes up to it, whole and in order, and what is no longer needed goes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, html, promised } from "./device.js";
import { H, LIST, asked, print, site } from "./site.js";

test("installing keeps the shell, brings what was kept up to date, and drops what the edition has no more", async () => {
  const { device, put, pages, worker, tab } = site();
  put("/gone/", "gone");
  for (const path of ["/one/", "/gone/"]) await tab.kept.keepPage(path);
  delete pages["/gone/"];
  put("/one/", "newer");
  await (await worker.fires("install")).done;
  assert.deepEqual((await tab.kept.pages()).sort(), ["/", "/offline/", "/one/"]);
  assert.equal(await tab.kept.keptPrint("/one/"), "newer");
  assert.equal(asked(device, "/two/"), 0, "it is kept when it is read");
});

test("where the reader has asked for the whole edition, a new build is kept whole", async () => {
  // The pages that were removed since; or what an earlier build wrote.
  for (const [wish, ...kept] of [[[], "/one/", "/two/"], [["/two/"], "/one/"], [true, "/one/", "/two/"]]) {
    const { worker, tab } = site();
    await tab.store.keep([["fact", "edition"], wish]);
    await (await worker.fires("install")).done;
    assert.deepEqual((await tab.kept.pages()).sort(), ["/", "/offline/", ...kept]);
  }
});

test("a new build leaves the order in which pages were read", async () => {
  const { device, put, worker, tab } = site();
  for (const path of ["/two/", "/one/"]) {
    await tab.kept.keepPage(path);
    device.now += 1_000;
  }
  for (const path of ["/one/", "/two/"]) put(path, "newer");
  await (await worker.fires("install")).done;
  const read = (await tab.kept.pages()).filter((path) => ["/one/", "/two/"].includes(path));
  assert.deepEqual(read, ["/two/", "/one/"]);
});

test("a build whose shell cannot be had is not installed, and one whose page cannot keeps the page of before", async () => {
  const { device, put, worker, tab } = site();
  await tab.kept.keepPage("/one/");
  put("/one/", "newer", `<img src="/missing-${H}.webp">`);
  await (await worker.fires("install")).done;
  assert.equal(await tab.kept.keptPrint("/one/"), "one");
  device.site["/offline/"] = () => html(503, "");
  await assert.rejects((await worker.fires("install")).done);
});

test("with activation the files of older builds go, those of kept pages and the list stay", async () => {
  const { device, worker, tab } = site();
  device.site[`/old-${H}.js`] = () => new Answer("");
  await tab.kept.file(`/old-${H}.js`);
  await (await worker.fires("install")).done;
  await (await worker.fires("activate")).done;
  await (await worker.asks("/")).done;
  assert.deepEqual(device.caches.paths("recto-files"), [LIST, `/shared-${H}.webp`].sort());
});

test("making room does not hold up the first page, and the worker stays until it is made", async () => {
  const { device, put, worker, tab } = site();
  for (let i = 0; i < 45; i++) {
    put(`/p${i}/`, "old");
    await tab.kept.keepPage(`/p${i}/`);
    device.now += 1_000;
  }
  const gate = promised(), pages = device.caches.all.get("recto-pages"), deletes = pages.delete.bind(pages);
  pages.delete = (path) => gate.promise.then(() => deletes(path));
  await (await worker.fires("activate")).done;
  const { shown, done } = await worker.asks("/p44/");
  assert.equal(await print(shown), "old");
  gate.resolve();
  await done;
  assert.equal((await tab.kept.pages()).length, 40);
});
