// “Saved pages”: what it says of what is kept, and what its buttons do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, html, json, promised, until } from "./device.js";
import { Element, page } from "./page.js";
import { H, LIST, site } from "./site.js";

/** A tab with the page of what is kept, or the one that stands in for another. */
const opened = async (device, kind = "all", path = "/saved/", registered = Promise.resolve({})) => {
  const place = new Element("section", { "data-saved": kind, "data-list": LIST });
  const tab = device.tab(path, [], page(place));
  tab.world.location.reload = () => tab.reloads++;
  const shows = (at = place) => tab.saved.show(at, registered);
  const says = () => tab.world.document.querySelector("[data-saved]").textContent;
  const button = (words) => tab.world.document.querySelectorAll("button").find((one) =>
    (one.attributes["aria-label"] ?? one.textContent).startsWith(words));
  await shows();
  return Object.assign(tab, { place, shows, says, button, reloads: 0 });
};

/** A site whose list has titles. */
const titled = () => {
  const all = site();
  const readable = Object.entries(all.pages).filter(([path]) => path !== "/offline/");
  const pages = readable.map(([path, print]) => ({ path, print, title: `Title of ${print}` }));
  all.device.site[LIST] = () => json(200, { bytes: 3e6, pages });
  return all;
};

test("what is kept is listed, and what is not can be", async () => {
  const { device, tab } = titled();
  const before = await opened(device);
  assert.match(before.says(), /Keep this edition offline \(3\u00a0MB\)Nothing has been kept yet.*40 pages that you read last/);
  await tab.kept.keepPage("/one/");
  assert.match((await opened(device)).says(), /Remove all.*On this device.*Title of one/);
});

test("what is pressed on stays where it is when the list is made anew", async () => {
  for (const kind of ["all", "list"]) {
    const { device, tab } = titled();
    await tab.kept.keepPage("/one/");
    const own = await opened(device, kind), all = () => [...own.place.all];
    const before = all();
    await own.shows();
    assert.deepEqual(all(), before);
    // Another page has been kept, or one has gone.
    await tab.kept.keepPage("/two/");
    await own.shows();
    const lost = before.filter((one) => !all().includes(one));
    assert.deepEqual(lost.filter(({ name }) => name === "button" || name === "a"), [], kind);
    await tab.kept.remove("/one/");
    await own.shows();
    assert.doesNotMatch(own.says(), /Title of one/);
    assert.match(own.says(), /Title of two/);
  }
});

test("where nothing can be kept it says so", async () => {
  const says = /This browser keeps nothing for this site/;
  assert.match((await opened(titled().device, "all", "/saved/", Promise.resolve())).says(), says);
  const { device } = titled();
  device.caches.broken = true;
  assert.match((await opened(device)).says(), says);
  device.caches = undefined;
  assert.match((await opened(device)).says(), says);
});

test("where the list cannot be had it does not say that nothing is kept, and offers nothing", async () => {
  const { device, tab } = titled();
  await tab.kept.keepPage("/one/");
  device.online = false;
  const own = await opened(device);
  assert.equal(own.says(), "What is kept here cannot be told without a connection.");
  assert.equal(own.button(""), undefined);
});

test("the whole edition is kept, and what of it cannot be had does not hold up the others", async () => {
  const { device, tab } = titled();
  device.site["/one/"] = () => html(404, "");
  const own = await opened(device);
  await own.button("Keep this edition").click();
  assert.match(own.says(), /2 of 3 pages are kept\. The others are not to be had now/);
  assert.deepEqual((await tab.kept.pages()).sort(), ["/", "/two/"]);
  assert.deepEqual(await tab.store.recall(["fact", "edition"]), []);
  device.site["/one/"] = () => html(200, `data-page="one"`);
  await own.button("Keep this edition").click();
  assert.match(own.says(), /The whole edition is on this device/);
});

test("without room or a connection keeping ends at once, and what was for nothing goes", async () => {
  for (const [trouble, words] of [
    [(device) => device.caches.room = device.caches.used, "There is no more room on this device"],
    [(device) => device.online = false, "is there a connection"],
  ]) {
    const { device, tab } = titled();
    for (const path of ["/two/", "/offline/"]) await tab.kept.keepPage(path);
    const needless = `/needless-${H}.webp`;
    device.site[needless] = () => new Answer("");
    await tab.kept.file(needless);
    const own = await opened(device);
    trouble(device);
    device.requests = [];
    await own.button("Keep this edition").click();
    assert.match(own.says(), new RegExp(`1 of 3 pages are kept.*${words}`));
    assert.deepEqual(device.requests.map(({ path }) => path), ["/"]);
    assert.ok(!device.caches.paths("recto-files").includes(needless));
  }
});

test("who leaves while the edition is being kept, and comes back, sees how far it is and how it ends", async () => {
  const { device, tab } = titled();
  const gate = promised(), one = device.site["/one/"];
  device.site["/one/"] = () => gate.promise.then(one);
  const own = await opened(device);
  const keeping = own.button("Keep this edition").click();
  await until(async () => (await tab.kept.pages()).includes("/"));
  const next = new Element("section", { "data-saved": "all", "data-list": LIST });
  own.place.parent.insertBefore(next, own.place);
  own.place.remove();
  await own.shows(next);
  const bar = next.querySelector("progress");
  assert.equal(bar.value, 1);
  assert.equal(own.button("Keep this edition"), undefined);
  gate.resolve();
  await keeping;
  assert.match(next.textContent, /The whole edition is on this device/);
  assert.equal(next.querySelector("progress"), null);
});

test("a page that is removed goes with its files, and does not come back with the next build", async () => {
  for (const [wish, then] of [[[], ["/one/"]], [true, ["/one/"]], [undefined, undefined]]) {
    const { device, tab } = titled();
    await tab.store.keep([["fact", "edition"], wish]);
    await tab.kept.keepPage("/one/");
    const own = await opened(device);
    await own.button("Remove “Title of one”").click();
    assert.match(own.says(), /“Title of one” has been removed/);
    assert.deepEqual(device.caches.paths("recto-pages"), []);
    assert.deepEqual(device.caches.paths("recto-files"), [LIST], "this page asks for the list");
    assert.deepEqual(await tab.store.recall(["fact", "edition"]), then);
  }
});

test("with all pages the wish for them goes", async () => {
  const { device, tab } = titled();
  await tab.store.keep([["fact", "edition"], ["/two/"]]);
  await tab.kept.keepPage("/one/");
  const own = await opened(device);
  await own.button("Remove all").click();
  assert.match(own.says(), /The pages have been removed from this device\.Nothing has been kept yet/);
  assert.equal(await tab.store.recall(["fact", "edition"]), undefined);
});

test("what the browser promises is said, and what it answers when it is asked", async () => {
  for (const [grants, words, after] of [
    [true, "The browser keeps it from now on.", "has promised not to clear it away"],
    [false, "The browser does not promise it.", "may clear it away"],
  ]) {
    const own = await opened(titled().device);
    let isSafe = false;
    own.world.navigator.storage = {
      estimate: async () => ({ usage: 2e6, quota: 1e9 }), persisted: async () => isSafe, persist: async () => isSafe = grants,
    };
    await own.shows();
    await own.button("Ask it not to").click();
    assert.ok(own.says().includes(words) && own.says().includes(after), own.says());
    // Something has been kept meanwhile.
    await own.shows();
    assert.ok(own.says().includes(words), "what it said stays");
  }
});

test("a page that stands in for another makes way once the site answers, and not before", async () => {
  const { device } = titled();
  device.online = false;
  const own = await opened(device, "list", "/two/");
  const tries = () => device.requests.filter(({ method, path }) => method === "HEAD" && path === "/two/").length;
  for (const event of ["online", "visibilitychange"]) await own.fires(event);
  await device.passes(5_000);
  assert.equal(tries(), 3);
  // More and more seldom.
  await device.passes(3_600_000);
  assert.ok(tries() > 10 && tries() < 25, `${tries()}`);
  own.world.document.visibilityState = "hidden";
  await device.passes(3_600_000);
  assert.ok(tries() < 25);
  assert.equal(own.reloads, 0);
  device.online = true;
  own.world.document.visibilityState = "visible";
  await own.fires("visibilitychange");
  assert.equal(own.reloads, 1);
});

test("the page about being offline, by its own address, stands in for none", async () => {
  const { device } = titled();
  const own = await opened(device, "list", "/offline/");
  await own.fires("online");
  await device.passes(3_600_000);
  assert.equal(own.reloads, 0);
});

test("“Try again” loads the very address again", async () => {
  const { device } = titled();
  const own = await opened(device, "list", "/two/#anchor");
  let isPrevented = false;
  const click = (href) => own.fires("click", { target: new Element("a", { href }), preventDefault: () => isPrevented = true });
  await click("/one/");
  assert.equal(own.reloads, 0);
  await click("");
  assert.ok(isPrevented);
  assert.equal(own.reloads, 1);
});
