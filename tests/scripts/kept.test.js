// Kept pages: whole or not at all, and nothing that no page needs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, Device, html, promised, until } from "./device.js";

const H = "0123456789abcdef";
const { kept: { isFile, isGood, isPage, named, printOf } } = new Device().tab();

/** A device on a site whose page has a picture and a program, which asks for a module and for a part that asks for a style. */
const site = () => {
  const device = new Device();
  const headers = () => ({ date: new Date(device.now).toUTCString(), vary: "accept, accept-encoding" });
  const put = (path, text) =>
    device.site[path] = () => isFile(path) ? new Answer(text, { headers: headers() }) : html(200, text, { headers: headers() });
  put("/one/", `<script id="page" data-page="p1" data-script="/app-${H}.js"></script><img src="/one-${H}.webp">`);
  put("/two/", `<script id="page" data-page="p2" data-script="/app-${H}.js"></script><img src="/two-${H}.webp">`);
  put(`/app-${H}.js`, `fetch("/module_bg-${H}.wasm");import("/part-${H}.js")`);
  put(`/part-${H}.js`, `link("/late-${H}.css")`);
  put(`/late-${H}.css`, `@font-face{src:url(/fonts/face-${H}.woff2)}`);
  for (const path of [`/one-${H}.webp`, `/two-${H}.webp`, `/module_bg-${H}.wasm`, `/fonts/face-${H}.woff2`]) put(path, "bytes");
  return { device, tab: device.tab(), put };
};
const SHARED = [`/app-${H}.js`, `/fonts/face-${H}.woff2`, `/late-${H}.css`, `/module_bg-${H}.wasm`, `/part-${H}.js`];

test("a file is found wherever it can stand in markup, a style or a script", () => {
  for (const [text, ...files] of [
    [`<img src="/a-${H}.webp">`, `/a-${H}.webp`],
    [`<img src='/a-${H}.webp'>`, `/a-${H}.webp`],
    [`srcset="/a-${H}.webp 320w, /p/b-${H}.webp 640w,\n /c-${H}.webp 2x"`, `/a-${H}.webp`, `/p/b-${H}.webp`, `/c-${H}.webp`],
    [`url(/f/a-${H}.woff2)format("woff2")`, `/f/a-${H}.woff2`],
    [`url("/a-${H}.svg#map")`, `/a-${H}.svg`],
    [`<use href="/a-${H}.svg#map"/>`, `/a-${H}.svg`],
    [`data-faces="/a-${H}.woff2 /b-${H}.woff2"`, `/a-${H}.woff2`, `/b-${H}.woff2`],
    [`import("/a-${H}.js"),fetch('/b_bg-${H}.wasm'),x=\`/c-${H}.css\``, `/a-${H}.js`, `/b_bg-${H}.wasm`, `/c-${H}.css`],
    [`"/a-${H}_bg.wasm"`, `/a-${H}_bg.wasm`],
    [`"/two%20words-${H}.webp"`, `/two%20words-${H}.webp`],
    // Another site's, one without a whole hash, a page.
    [`"https://elsewhere.example/a-${H}.webp" "/a-${H.slice(1)}.webp" "/one/#b-${H}" "a-${H}.js"`],
  ]) assert.deepEqual([...named(text)], files, text);
});

test("a thing that is named often is one file", () => {
  assert.equal(named(`"/a-${H}.js" "/a-${H}.js"`).size, 1);
});

test("pages and files are told by their addresses", () => {
  for (const path of ["/", "/one/", "/saved/"]) assert.ok(isPage(path), path);
  for (const path of ["/one", "/one/comments/", "/api/articles", "/sw.js", "//"]) assert.ok(!isPage(path), path);
  for (const path of [`/a-${H}.js`, `/a-${H}_bg.wasm`, `/pictures/one/a-${H}.webp`]) assert.ok(isFile(path), path);
  for (const path of ["/", "/sw.js", `/a-${H}/`, `/a-${H}/b`, "/a-0123.js"]) assert.ok(!isFile(path), path);
});

test("errors, other sites' answers, redirects, and what was made for one reader are not good", () => {
  assert.ok(isGood(html(200, "")));
  assert.ok(isGood(html(200, "", { headers: { "cache-control": "no-cache" } })));
  const bad = [html(404, ""), html(500, ""), new Answer(null, { status: 204 }), new Answer("", { type: "cors" }),
    new Answer("", { type: "opaque" }), new Answer("", { redirected: true }),
    html(200, "", { headers: { "cache-control": "no-store" } }),
    html(200, "", { headers: { "cache-control": "max-age=0, private" } })];
  for (const answer of bad) assert.ok(!isGood(answer), JSON.stringify([answer.status, answer.own, [...answer.headers]]));
});

test("a page's print tells it from its other builds", () => {
  assert.equal(printOf(`<script id="page" data-page="ab12">`), "ab12");
  assert.equal(printOf("a page without one"), undefined);
  assert.equal(printOf(undefined), undefined);
});

test("a page is kept with every file that it and its files name", async () => {
  const { device, tab } = site();
  await tab.kept.keepPage("/one/");
  assert.deepEqual(device.caches.paths("recto-pages"), ["/one/"]);
  assert.deepEqual(device.caches.paths("recto-files"), [...SHARED, `/one-${H}.webp`].sort());
  assert.equal(await tab.kept.keptPrint("/one/"), "p1");
  assert.equal((await (await tab.kept.page("/one/")).text()).includes("data-page"), true);
});

test("what is here already is not fetched again, and what is fetched is asked for fresh", async () => {
  const { device, tab } = site();
  await tab.kept.keepPage("/one/");
  device.requests = [];
  await tab.kept.keepPage("/two/");
  assert.deepEqual(device.requests.map(({ path }) => path), ["/two/", `/two-${H}.webp`]);
  assert.equal(device.requests[0].cache, "no-cache");
});

test("where one file cannot be had, the page is not kept, and the copy of before stays", async () => {
  const { device, tab, put } = site();
  await tab.kept.keepPage("/one/");
  put("/one/", `data-page="p3" "/new-${H}.webp"`);
  for (const gone of [() => html(404, ""), () => html(503, ""), () => { throw new TypeError("Failed to fetch") }]) {
    device.site[`/new-${H}.webp`] = gone;
    await assert.rejects(tab.kept.keepPage("/one/"));
    assert.equal(await tab.kept.keptPrint("/one/"), "p1");
  }
});

test("where there is no room, the page is not kept, and the copy of before stays", async () => {
  const { device, tab } = site();
  await tab.kept.keepPage("/one/");
  device.caches.room = device.caches.used + 3;
  await assert.rejects(tab.kept.keepPage("/two/"), { name: "QuotaExceededError" });
  assert.deepEqual(await tab.kept.pages(), ["/one/"]);
});

test("an error in the place of a page is not kept", async () => {
  const { device, tab } = site();
  device.site["/one/"] = () => html(500, "");
  await assert.rejects(tab.kept.keepPage("/one/"), /\/one\/: 500/);
  assert.deepEqual(await tab.kept.pages(), []);
});

test("what comes in the place of a page or of a file and is not ours is not kept", async () => {
  const { device, tab, put } = site();
  put("/two/", "<h1>Welcome to our hotel</h1>");
  await assert.rejects(tab.kept.keepPage("/two/"), /\/two\/: 200/);
  device.site[`/one-${H}.webp`] = () => html(200, "<h1>Welcome to our hotel</h1>");
  await assert.rejects(tab.kept.keepPage("/one/"));
  assert.deepEqual(await tab.kept.pages(), []);
  assert.match(await (await tab.kept.file(`/one-${H}.webp`)).text(), /hotel/);
  assert.ok(!device.caches.paths("recto-files").includes(`/one-${H}.webp`));
});

test("every tab is told which page is kept, and of none that is not", async () => {
  for (const lacking of [[], ["BroadcastChannel"]]) {
    const { device, tab, put } = site();
    const own = device.tab("/one/", lacking), told = [];
    own.between.hear("kept", (path) => told.push(path));
    own.between.hear("outbox", () => told.push("outbox"));
    put("/two/", "not ours");
    await own.kept.keepPage("/two/").catch(() => {});
    await own.kept.keepPage("/one/");
    await until(() => told.length > 0);
    if (!lacking.length) await tab.kept.keepPage("/one/");
    await until(() => told.length === 2 - lacking.length);
    own.between.tell("outbox");
    await until(() => told.at(-1) === "outbox");
    assert.deepEqual(told, [...lacking.length ? [] : ["/one/"], "/one/", "outbox"]);
  }
});

test("an answer that was long on its way does not replace what came meanwhile", async () => {
  const { device, tab, put } = site();
  const late = device.site["/one/"]();
  device.now += 1_000;
  put("/one/", `data-page="p2"`);
  await tab.kept.keepPage("/one/");
  await tab.kept.keepPage("/one/", late);
  assert.equal(await tab.kept.keptPrint("/one/"), "p2");
  put("/one/", `data-page="p3"`);
  device.now -= 60_000;
  await tab.kept.keepPage("/one/");
  assert.equal(await tab.kept.keptPrint("/one/"), "p3", "what is asked for now is the newest, whatever a clock says");
});

test("a file is handed out before it is on the disk", async () => {
  const { device, tab } = site();
  const disk = promised(), lasting = [];
  device.caches.busy = disk.promise;
  assert.equal(await (await tab.kept.file(`/one-${H}.webp`, (work) => lasting.push(work))).text(), "bytes");
  assert.deepEqual(device.caches.paths("recto-files"), []);
  disk.resolve();
  await Promise.all(lasting);
  assert.deepEqual(device.caches.paths("recto-files"), [`/one-${H}.webp`]);
});

test("tidying deletes what no page names, and nothing else", async () => {
  const { device, tab } = site();
  await tab.kept.keepPage("/one/");
  await tab.kept.keepPage("/two/");
  await tab.kept.remove("/one/");
  await tab.kept.tidy();
  assert.deepEqual(device.caches.paths("recto-files"), [...SHARED, `/two-${H}.webp`].sort());
});

test("while a page is being kept nothing is tidied, so that it stays whole", async () => {
  const { device, tab } = site();
  const gate = promised(), picture = device.site[`/one-${H}.webp`];
  device.site[`/one-${H}.webp`] = () => gate.promise.then(picture);
  const keeping = device.tab().kept.keepPage("/one/");
  await until(() => device.caches.paths("recto-files").length === SHARED.length);
  await tab.kept.tidy();
  gate.resolve();
  await keeping;
  assert.deepEqual(device.caches.paths("recto-files"), [...SHARED, `/one-${H}.webp`].sort());
});

test("pages do not wait for one another to be kept", async () => {
  const { device, tab } = site();
  device.site[`/one-${H}.webp`] = () => new Promise(() => {});
  device.tab().kept.keepPage("/one/");
  await until(() => device.caches.paths("recto-files").length === SHARED.length);
  await tab.kept.keepPage("/two/");
  assert.deepEqual(await tab.kept.pages(), ["/two/"]);
});

test("the pages that were read longest ago are forgotten, those without a date first, the shell's never", async () => {
  const { device, tab, put } = site();
  device.site["/undated/"] = () => html(200, `data-page="p"`);
  await tab.kept.keepPage("/undated/");
  put("/", `data-page="p"`);
  await tab.kept.keepPage("/");
  for (let i = 0; i < 42; i++) {
    device.now += 1_000;
    put(`/p${i}/`, `data-page="p"`);
    await tab.kept.keepPage(`/p${i}/`);
  }
  await tab.kept.forget(["/"]);
  const left = await tab.kept.pages();
  assert.equal(left.length, 41);
  assert.ok(left.includes("/") && left.includes("/p41/") && left.includes("/p2/"));
  for (const path of ["/undated/", "/p0/", "/p1/"]) assert.ok(!left.includes(path), path);
});

test("kept pages are in the order in which they were read", async () => {
  const { device, tab } = site();
  const early = device.site["/two/"]();
  device.now += 1_000;
  await tab.kept.keepPage("/one/");
  await tab.kept.keepPage("/two/", early);
  assert.deepEqual(await tab.kept.pages(), ["/two/", "/one/"]);
  await tab.kept.keepPage("/two/");
  assert.deepEqual(await tab.kept.pages(), ["/one/", "/two/"], "also within one second");
});
