// Drafts: what is typed is kept as it is typed. Closed tabs, crashes and where the focus goes are tried in a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, until } from "./device.js";
import { form } from "./form.js";

const typing = async (device = new Device(), path = "/one/") => {
  const tab = device.tab(path), comment = form(tab);
  await tab.drafts.watch();
  return { device, tab, comment };
};
const draft = (tab, name = "/one/") => tab.store.recall(["draft", name]);

test("what is typed comes back with the page, on each page its own", async () => {
  const { device, tab, comment } = await typing();
  comment.types("name", "Ani");
  comment.types("body", "In the middle of a");
  await until(async () => (await draft(tab))?.typed.body);
  const again = await typing(device), other = await typing(device, "/two/");
  assert.deepEqual([again.comment.value("body"), again.comment.value("name")], ["In the middle of a", "Ani"]);
  assert.equal(other.comment.value("body"), "");
});

test("the last of what is typed fast is what is kept", async () => {
  const { tab, comment } = await typing();
  for (const words of ["A", "A w", "A wo", "A word"]) comment.types("body", words);
  await until(async () => (await draft(tab))?.typed.body === "A word");
});

test("a draft is gone when the reader empties the form; a name alone is none, nor is what a robot fills in", async () => {
  const { tab, comment } = await typing();
  comment.types("body", "Words");
  await until(() => draft(tab));
  comment.types("body", "");
  await until(async () => !await draft(tab));
  comment.types("website", "https://spam.example");
  comment.types("name", "Ani");
  assert.equal(tab.drafts.draftOf(comment), undefined);
  comment.types("body", "Words");
  await until(() => draft(tab));
  assert.deepEqual((await draft(tab)).typed, { body: "Words", name: "Ani", email: "" });
});

test("what was typed in another tab, and left there, is in this one when it is seen again", async () => {
  const { device, tab: left, comment } = await typing(), { tab, comment: other } = await typing(device);
  comment.types("body", "Typed over there.");
  await until(() => draft(tab));
  left.close();
  await tab.fires("visibilitychange");
  assert.equal(other.value("body"), "Typed over there.");
});

test("a tab that is seen again does not make a draft of what another has sent", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Sent.");
  await until(() => draft(tab));
  const { tab: other, comment: same } = await typing(device);
  assert.equal(same.value("body"), "Sent.");
  await tab.store.keep([["draft", "/one/"], undefined]);
  await other.fires("visibilitychange");
  assert.equal(await draft(tab), undefined);
});

test("what was typed before the script came is newer than any draft", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Old");
  await until(() => draft(tab));
  const next = device.tab("/one/"), early = form(next);
  early.elements[0].value = "New";
  await next.drafts.watch();
  assert.equal(early.value("body"), "New");
  assert.equal((await draft(next)).typed.body, "New");
});

test("the mailing list's form, on whatever page, and the page's own do not take each other's words", async () => {
  const { device, tab, comment } = await typing(), list = form(tab, { main: false });
  comment.types("body", "A comment");
  list.types("email", "ani@example.org");
  await until(async () => await draft(tab) && await draft(tab, "signup"));
  const next = device.tab("/one/"), other = form(next), below = form(next, { main: false });
  await next.drafts.watch();
  assert.deepEqual([other.value("body"), other.value("email"), below.value("email")], ["A comment", "", "ani@example.org"]);
});

test("a draft of an answer says which comment it answers", async () => {
  const device = new Device(), tab = device.tab("/one/"), answer = form(tab, { answers: "comment-7" });
  await tab.drafts.watch();
  answer.types("body", "I doubt that.");
  await until(() => draft(tab));
  assert.equal((await typing(device)).comment.dataset.answers, "comment-7");
});

test("a draft that is being written while the reader goes to another page is that page's no more than before", async () => {
  const { tab, comment } = await typing();
  comment.types("body", "A");
  comment.types("body", "A word");
  tab.world.location.pathname = "/two/";
  await until(async () => (await draft(tab))?.typed.body === "A word");
  assert.equal(await draft(tab, "/two/"), undefined);
});

test("where nothing can be kept, that is said once, and nothing that was said before is lost", async () => {
  const { device, comment } = await typing();
  device.store.full = true;
  await comment.types("body", "A");
  await until(() => comment.status.textContent.includes("cannot be kept on this device"));
  comment.status.textContent = "It has arrived.";
  comment.types("body", "A word");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(comment.status.textContent, "It has arrived.");
});
