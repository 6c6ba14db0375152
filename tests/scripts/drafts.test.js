// Drafts: what is typed is kept as it is typed. Closed tabs, crashes and where the focus goes are tried in a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, comment as sent, until } from "./device.js";
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

test("what is typed in one tab is in the others of that page, and is written over in none", async () => {
  const { device, tab, comment } = await typing(), { comment: other } = await typing(device);
  comment.types("body", "Typed over there.");
  await until(() => other.value("body") === "Typed over there.");
  comment.types("body", "Typed over there, and more.");
  await until(() => other.value("body") === "Typed over there, and more.");
  other.types("body", "Typed over there, and more, and here.");
  await until(() => comment.value("body") === "Typed over there, and more, and here.");
  assert.equal((await draft(tab)).typed.body, "Typed over there, and more, and here.");
});

test("where tabs cannot hear of one another, a tab shows the draft as it is now when it is seen again", async () => {
  const device = new Device(), mute = () => {
    const tab = device.tab("/one/", ["BroadcastChannel"]), comment = form(tab);
    return { tab, comment };
  };
  const left = mute(), seen = mute();
  for (const { tab } of [left, seen]) await tab.drafts.watch();
  for (const words of ["The first half.", "The first half, and the second."]) {
    await left.comment.types("body", words);
    await until(async () => (await draft(left.tab))?.typed.body === words);
    await seen.tab.fires("visibilitychange");
    assert.equal(seen.comment.value("body"), words);
  }
});

test("a name alone in another tab takes no draft away", async () => {
  const { device, tab, comment } = await typing(), { comment: other } = await typing(device);
  comment.types("body", "Words");
  await until(() => draft(tab));
  other.elements[0].value = "";
  other.types("name", "Ani");
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await draft(tab))?.typed.body, "Words");
});

test("what has been sent from one tab stands in no other, and is no draft", async () => {
  const { device, tab, comment } = await typing(), { tab: second, comment: other } = await typing(device);
  comment.types("body", "Sent.");
  await until(() => other.value("body") === "Sent.");
  await tab.outbox.put({ ...sent("a"), fields: { body: "Sent." } }, "/one/");
  await until(() => other.value("body") === "");
  await second.fires("visibilitychange");
  assert.equal(await draft(tab), null);
});

test("a draft that has gone from the device is kept anew from where it stands", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Words");
  await until(() => draft(tab));
  await device.tab().store.keep([["draft", "/one/"], undefined]);
  await tab.fires("visibilitychange");
  assert.equal((await draft(tab)).typed.body, "Words");
});

test("a form that is emptied in one tab is empty in all, and stays so", async () => {
  const { device, tab, comment } = await typing(), { tab: second, comment: other } = await typing(device);
  comment.types("body", "Begun.");
  await until(() => other.value("body") === "Begun.");
  comment.types("body", "");
  await until(() => other.value("body") === "");
  for (const one of [tab, second]) await one.fires("visibilitychange");
  assert.deepEqual([comment.value("body"), other.value("body"), await draft(tab)], ["", "", null]);
});

test("what is written after an answer is no answer", async () => {
  const device = new Device(), tab = device.tab("/one/"), comment = form(tab);
  await tab.drafts.watch();
  comment.dataset.answers = "comment-7";
  comment.types("body", "I doubt that.");
  await until(async () => (await draft(tab))?.answers === "comment-7");
  comment.types("body", "");
  await until(async () => await draft(tab) === null);
  comment.types("body", "Something else.");
  await until(() => draft(tab));
  assert.equal((await draft(tab)).answers, undefined);
});

test("a page that is here again as it was left shows what has become of its draft meanwhile", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Words");
  await until(() => draft(tab));
  await device.tab("/two/").store.keep([["draft", "/one/"], null]);
  await tab.fires("recto:back");
  assert.equal(comment.value("body"), "");
});

test("what was typed before the script came stands below the draft, or goes on from it", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Old");
  await until(() => draft(tab));
  const next = device.tab("/one/"), early = form(next);
  early.elements[0].value = "New";
  await next.drafts.watch();
  assert.equal(early.value("body"), "Old\n\nNew");
  assert.equal((await draft(next)).typed.body, "Old\n\nNew");
  const last = device.tab("/one/"), more = form(last);
  more.elements[0].value = "Old\n\nNew, and more";
  await last.drafts.watch();
  assert.equal((await draft(last)).typed.body, "Old\n\nNew, and more");
});

test("a name that was typed before the script came stays with the draft", async () => {
  const { device, tab, comment } = await typing();
  comment.types("body", "Old");
  await until(() => draft(tab));
  const next = device.tab("/one/"), early = form(next);
  early.elements[1].value = "Ani";
  await next.drafts.watch();
  await next.fires("visibilitychange");
  assert.deepEqual([early.value("body"), early.value("name"), (await draft(next)).typed.name], ["Old", "Ani", "Ani"]);
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
  const { tab: next, comment } = await typing(device);
  assert.equal(comment.dataset.answers, "comment-7");
  // It still does when the list of comments has not come.
  comment.types("body", "I doubt that very much.");
  await until(async () => (await draft(next)).typed.body.endsWith("much."));
  assert.equal((await draft(next)).answers, "comment-7");
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
