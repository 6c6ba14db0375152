// The service worker: the network first, this device where that is slow or away; never in the reader's way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, Device, comment, html, json, problem, promised, until } from "./device.js";

const H = "0123456789abcdef", LIST = `/edition-${H}.json`;

/** A device on a site of a front page, two articles and the page for offline, with its worker. */
const site = (without = []) => {
  const device = new Device();
  const pages = { "/": "home", "/one/": "one", "/two/": "two", "/offline/": "offline" };
  const put = (path, print, more = "") => {
    pages[path] = print;
    device.site[path] = () => html(200, `<script data-page="${print}"></script><img src="/shared-${H}.webp">${more}`);
  };
  for (const [path, print] of Object.entries(pages)) put(path, print);
  device.site[`/shared-${H}.webp`] = () => html(200, "bytes", { headers: { vary: "accept-encoding" } });
  device.site[LIST] = () => json(200, { pages: Object.entries(pages).map(([path, print]) => ({ path, print })) });
  const worker = device.worker({ shell: ["/", "/offline/"], list: LIST }, without);
  return { device, put, pages, worker, tab: device.tab() };
};
const print = async (answer) => /data-page="(\w+)"/.exec(await answer.clone().text())?.[1];
const asked = (device, path) => device.requests.filter((one) => one.path === path).length;

test("a page comes from the network and is kept, and the tabs are told", async () => {
  const { device, worker, tab } = site();
  let told = false;
  new tab.world.BroadcastChannel("recto").addEventListener("message", ({ data }) => told ||= data === "kept");
  const { shown, done } = await worker.asks("/one/");
  assert.equal(await print(shown), "one");
  await done;
  await until(() => told);
  assert.equal(await tab.kept.keptPrint("/one/"), "one");
  assert.ok(device.caches.paths("recto-files").includes(`/shared-${H}.webp`));
});

test("what a script only fetches ahead is not kept, but brings a kept page up to date", async () => {
  const { put, worker, tab } = site();
  await (await worker.asks("/one/", { mode: "cors" })).done;
  assert.deepEqual(await tab.kept.pages(), []);
  await (await worker.asks("/one/")).done;
  put("/one/", "newer");
  await (await worker.asks("/one/", { mode: "cors" })).done;
  assert.equal(await tab.kept.keptPrint("/one/"), "newer");
});

test("on a slow network a kept page is shown after a short while, and the new one is kept when it comes", async () => {
  const { device, put, worker, tab } = site();
  await tab.kept.keepPage("/one/");
  put("/one/", "newer");
  const gate = promised(), newer = device.site["/one/"];
  device.site["/one/"] = () => gate.promise.then(newer);
  const asks = worker.asks("/one/");
  await until(() => asked(device, "/one/") === 2);
  await device.passes(2_400);
  assert.equal(await Promise.race([asks, "nothing yet"]), "nothing yet");
  await until(async () => (await device.passes(100), device.timers.length === 0));
  const { shown, done } = await asks;
  assert.equal(await print(shown), "one");
  gate.resolve();
  await done;
  assert.equal(await tab.kept.keptPrint("/one/"), "newer");
});

test("a page without a copy waits for a slow network as long as it takes", async () => {
  const { device, worker } = site();
  const gate = promised(), one = device.site["/one/"];
  device.site["/one/"] = () => gate.promise.then(one);
  const asks = worker.asks("/one/");
  await until(() => asked(device, "/one/") === 1);
  await device.passes(60_000);
  gate.resolve();
  assert.equal(await print((await asks).shown), "one");
});

test("a server that is out of order is hidden by a kept copy, and seen without one", async () => {
  const { device, worker, tab } = site();
  await tab.kept.keepPage("/one/");
  for (const path of ["/one/", "/two/"]) device.site[path] = () => html(503, "out of order");
  assert.equal(await print((await worker.asks("/one/")).shown), "one");
  const { shown, done } = await worker.asks("/two/");
  assert.equal(shown.status, 503);
  await done;
  assert.deepEqual(await tab.kept.pages(), ["/one/"]);
});

test("a page that is no more is no longer kept", async () => {
  for (const status of [404, 410]) {
    const { device, worker, tab } = site();
    await tab.kept.keepPage("/one/");
    device.site["/one/"] = () => html(status, "not here");
    const { shown, done } = await worker.asks("/one/");
    assert.equal(shown.status, status);
    await done;
    assert.deepEqual(await tab.kept.pages(), []);
  }
});

test("errors, redirects, answers for one reader and other sites' are shown and never kept", async () => {
  for (const answer of [html(403, ""), html(500, ""), new Answer("", { redirected: true }), new Answer("", { type: "cors" }),
    new Answer(null, { type: "opaqueredirect" }), html(200, "", { headers: { "cache-control": "no-store" } }),
    html(200, "", { headers: { "cache-control": "private" } })]) {
    const { device, worker, tab } = site();
    device.site["/one/"] = () => answer;
    const { shown, done } = await worker.asks("/one/");
    assert.equal(shown, answer);
    await done;
    assert.deepEqual(await tab.kept.pages(), []);
  }
});

test("without a network what was kept is shown, else the page that says so, which is no answer to a script", async () => {
  const { device, worker, tab } = site();
  for (const path of ["/one/", "/offline/"]) await tab.kept.keepPage(path);
  device.online = false;
  assert.equal(await print((await worker.asks("/one/?open=map")).shown), "one");
  assert.equal(await print((await worker.asks("/two/")).shown), "offline");
  assert.equal(await print((await worker.asks("/two/comments/")).shown), "offline");
  assert.equal((await worker.asks("/two/", { mode: "cors" })).shown.type, "error");
});

test("files with a hash come from this device first, and are kept when they are first asked for", async () => {
  const { device, worker } = site();
  for (let i = 0; i < 3; i++) assert.equal((await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" })).shown.status, 200);
  assert.equal(asked(device, `/shared-${H}.webp`), 1);
  device.online = false;
  assert.equal((await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" })).shown.status, 200);
  await assert.rejects(worker.asks(`/other-${H}.webp`, { mode: "no-cors" }));
});

test("what is sent, parts of files, other sites and the rest of this one are left to the browser", async () => {
  const { worker } = site();
  for (const [path, how] of [
    ["/one/", { method: "POST" }], ["/api/articles/one/comments", { method: "POST", mode: "cors" }],
    [`/shared-${H}.webp`, { headers: { range: "bytes=0-1" } }], ["https://elsewhere.example/", {}],
    ["/api/articles/one/comments", { mode: "cors" }], ["/one/comments/", { mode: "cors" }], ["/sw.js", { mode: "same-origin" }],
  ]) assert.equal((await worker.asks(path, how)).answered, false, path);
});

test("a cache that is out of order does not stand between the reader and the network", async () => {
  const { device, worker } = site();
  device.caches.broken = true;
  assert.equal(await print((await worker.asks("/one/")).shown), "one");
  assert.equal((await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" })).shown.status, 200);
  device.online = false;
  assert.equal((await worker.asks("/one/")).shown.type, "error");
});

test("a full disk withholds nothing", async () => {
  const { device, worker, tab } = site();
  device.caches.room = 0;
  const { shown, done } = await worker.asks("/one/");
  assert.equal(await print(shown), "one");
  await done;
  assert.equal((await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" })).shown.status, 200);
  assert.deepEqual(await tab.kept.pages(), []);
});

test("an engine without channels or locks keeps pages too", async () => {
  const { worker, tab } = site(["BroadcastChannel", "locks"]);
  await (await worker.asks("/one/")).done;
  assert.deepEqual(await tab.kept.pages(), ["/one/"]);
});

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
  const { worker, tab } = site();
  await tab.store.keep([["fact", "edition"], true]);
  await (await worker.fires("install")).done;
  assert.deepEqual((await tab.kept.pages()).sort(), ["/", "/offline/", "/one/", "/two/"]);
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
  device.site[`/old-${H}.js`] = () => html(200, "");
  await tab.kept.file(`/old-${H}.js`);
  await (await worker.fires("install")).done;
  await (await worker.fires("activate")).done;
  assert.deepEqual(device.caches.paths("recto-files"), [LIST, `/shared-${H}.webp`].sort());
});

test("a sync sends what waits, and asks for another while something does", async () => {
  const { device, worker, tab } = site();
  await tab.outbox.put(comment("a"));
  device.says = [problem(503, {}, { "retry-after": "30" })];
  await assert.rejects((await worker.fires("sync")).done, /still wait/);
  device.now += 30_000;
  await (await worker.fires("sync")).done;
  assert.deepEqual([...device.arrived], [["a", 1]]);
});
