// The service worker: the network first, this device where that is slow or away; never in the reader's way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, comment, html, problem, promised, until } from "./device.js";
import { H, asked, page, print, site } from "./site.js";

test("a page comes from the network and is kept, and the tabs are told", async () => {
  const { device, worker, tab } = site();
  let told;
  tab.between.hear("kept", (path) => told = path);
  const { shown, done } = await worker.asks("/one/");
  assert.equal(await print(shown), "one");
  await done;
  await until(() => told === "/one/");
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

test("a page that stops in the middle does not keep a reader from the kept one", async () => {
  const { device, worker, tab } = site();
  await tab.kept.keepPage("/one/");
  let line;
  const stops = (stream) => (line = stream).enqueue(Buffer.from(page("newer")));
  device.site["/one/"] = () => html(200, new ReadableStream({ start: stops }));
  for (const ends of [() => device.passes(2_500), () => line.error(new TypeError("network error"))]) {
    const asks = worker.asks("/one/");
    await until(() => line);
    await until(() => device.timers.length > 0);
    await ends();
    assert.equal(await print((await asks).shown), "one");
    line = undefined;
  }
});

test("over a kept page only what is ours is shown, or the way to another", async () => {
  const { device, worker, tab } = site();
  await tab.kept.keepPage("/one/");
  for (const answer of [html(503, "out of order"), html(500, ""), html(403, "not from there"), html(408, ""), html(429, ""),
    html(200, "<h1>Welcome to our hotel</h1>"), html(503, page("too busy"))]) {
    device.site["/one/"] = () => answer;
    const { shown, done } = await worker.asks("/one/");
    assert.equal(await print(shown), "one");
    await done;
  }
  for (const answer of [html(404, page("none")), html(410, page("gone")), new Answer(null, { type: "opaqueredirect" }),
    html(200, "elsewhere", { redirected: true })]) {
    device.site["/one/"] = () => answer;
    const { shown, done } = await worker.asks("/one/");
    assert.equal(shown, answer);
    await done;
  }
  assert.equal(await tab.kept.keptPrint("/one/"), "one", "what is no more goes with the next build");
});

test("a server that is out of order is seen where no copy is kept", async () => {
  const { device, worker, tab } = site();
  device.site["/two/"] = () => html(503, "out of order");
  const { shown, done } = await worker.asks("/two/");
  assert.equal(shown.status, 503);
  await done;
  assert.deepEqual(await tab.kept.pages(), []);
});

test("an answer that was long on its way does not replace what was kept meanwhile", async () => {
  const { device, put, worker, tab } = site();
  const gate = promised(), older = device.site["/one/"]();
  device.site["/one/"] = () => gate.promise.then(() => older);
  const asks = worker.asks("/one/");
  await until(() => asked(device, "/one/") === 1);
  device.now += 1_000;
  put("/one/", "newer");
  await (await worker.asks("/one/")).done;
  gate.resolve();
  await (await asks).done;
  assert.equal(await tab.kept.keptPrint("/one/"), "newer");
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

test("without a network an address that lacks its slash leads to the kept page", async () => {
  const { device, worker, tab } = site();
  for (const path of ["/one/", "/offline/"]) await tab.kept.keepPage(path);
  device.online = false;
  const { shown } = await worker.asks("/one?open=map");
  assert.equal(shown.status, 302);
  assert.match(shown.headers.get("location"), /\/one\/\?open=map$/);
  assert.equal(await print((await worker.asks("/two")).shown), "offline");
});

test("files with a hash come from this device first, and are kept when they are first asked for", async () => {
  const { device, worker } = site();
  for (let i = 0; i < 3; i++) {
    const { shown, done } = await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" });
    assert.equal(shown.status, 200);
    await done;
  }
  assert.equal(asked(device, `/shared-${H}.webp`), 1);
  device.online = false;
  assert.equal((await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" })).shown.status, 200);
  await assert.rejects(worker.asks(`/other-${H}.webp`, { mode: "no-cors" }));
});

test("a file is there before it is on the disk, and the worker stays until it is", async () => {
  const { device, worker } = site();
  const disk = promised();
  device.caches.busy = disk.promise;
  const { shown, done } = await worker.asks(`/shared-${H}.webp`, { mode: "no-cors" });
  assert.equal(await shown.text(), "bytes");
  disk.resolve();
  await done;
  assert.deepEqual(device.caches.paths("recto-files"), [`/shared-${H}.webp`]);
});

test("what is sent, parts of files, other sites and the rest of this one are left to the browser", async () => {
  const { worker } = site();
  for (const [path, how] of [
    ["/one/", { method: "POST" }], ["/api/articles/one/comments", { method: "POST", mode: "cors" }],
    [`/shared-${H}.webp`, { headers: { range: "bytes=0-1" } }], ["https://elsewhere.example/", {}],
    ["/api/articles/one/comments", { mode: "cors" }], ["/one/comments/", { mode: "cors" }], ["/sw.js", { mode: "same-origin" }],
    // A tab that keeps a page.
    ["/one/", { mode: "cors", cache: "no-cache" }],
  ]) assert.equal((await worker.asks(path, how)).answered, false, path);
});

test("a reader's own reload is answered", async () => {
  const { worker } = site();
  assert.equal(await print((await worker.asks("/one/", { cache: "no-cache" })).shown), "one");
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

test("a sync sends what waits, and asks for another while something does", async () => {
  const { device, worker, tab } = site();
  await tab.outbox.put(comment("a"));
  device.says = [problem(503, {}, { "retry-after": "30" })];
  await assert.rejects((await worker.fires("sync")).done, /still wait/);
  device.now += 30_000;
  await (await worker.fires("sync")).done;
  assert.deepEqual([...device.arrived], [["a", 1]]);
});
