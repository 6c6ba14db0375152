// The change of a comment, on its private page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, comment, until } from "./device.js";
import { Element, page } from "./page.js";

const KEY = ["draft", "/receipt/T/edit"];

/** The private page, with a form where the comment may be changed. */
const opened = async (device, { text, id = "edit", early = text } = {}) => {
  const field = Object.assign(new Element("textarea"), { value: early, defaultValue: text }), line = new Element("p", { role: "status" });
  const form = text !== undefined && Object.assign(new Element("form", { action: KEY[1] }, field, line), { id });
  const main = new Element("main", {}, ...(form ? [form] : []));
  const tab = device.tab("/receipt/T", [], page(main));
  await tab.changes.watch();
  const types = (words) => {
    field.value = words;
    return Promise.all(field.clicks.map((act) => act()));
  };
  const kept = async () => (await tab.store.recall(KEY))?.text;
  return Object.assign(tab, { field, main, line, types, kept });
};

test("a change is kept as it is typed, until the page shows it", async () => {
  const device = new Device(), first = await opened(device, { text: "One" });
  await first.types("One, two");
  const again = await opened(device, { text: "One" });
  assert.equal(again.field.value, "One, two");
  const after = await opened(device, { text: "One, two" });
  assert.deepEqual([after.field.value, await after.kept()], ["One, two", undefined]);
});

test("what is only looked at, or made as it was, is no change", async () => {
  const tab = await opened(new Device(), { text: "One" });
  assert.equal(await tab.kept(), undefined);
  await tab.types("One, two");
  await tab.types("One");
  assert.equal(await tab.kept(), undefined);
});

test("what is refused is kept, and stands on the page that says so", async () => {
  const device = new Device();
  await (await opened(device, { text: "One" })).types("One, two");
  const refused = await opened(device, { text: "One, two, three", id: "" });
  assert.deepEqual([refused.field.value, await refused.kept()], ["One, two, three", "One, two, three"]);
});

test("neither what has been saved meanwhile nor what was typed before the script came is written over", async () => {
  const device = new Device();
  await (await opened(device, { text: "One" })).types("Begun");
  assert.equal((await opened(device, { text: "Saved elsewhere" })).field.value, "Saved elsewhere\n\nBegun");
  const early = await opened(device, { text: "One", early: "Early" });
  assert.equal(await early.kept(), "Early\n\nSaved elsewhere\n\nBegun");
});

test("where the comment can be changed no more, what was written is shown until it is not wanted", async () => {
  const device = new Device();
  await (await opened(device, { text: "One" })).types("Begun");
  const late = await opened(device);
  assert.match(late.main.textContent, /can be changed no more.*Begun/);
  await late.main.querySelector("button").click();
  assert.deepEqual([late.main.textContent, await late.kept()], ["", undefined]);
});

test("it goes from the device with its comment, and where it cannot be kept that is said", async () => {
  const device = new Device(), tab = await opened(device, { text: "One" });
  await tab.types("Begun");
  await tab.store.keep([["message", "a"], { ...comment("a"), state: "held", link: "/receipt/T" }]);
  await tab.outbox.remove("a");
  assert.equal(await tab.kept(), undefined);
  device.store.full = true;
  await tab.types("Begun anew");
  await until(() => /cannot be kept/.test(tab.line.textContent));
});
