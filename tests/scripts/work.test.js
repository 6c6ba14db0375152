// Proofs of work, as the endpoint checks them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Device } from "./device.js";

const { work: { prove } } = new Device().tab();

test("a proof begins with as many zero bits as are asked for", async () => {
  for (const bits of [0, 1, 7, 8, 9, 13]) {
    const proof = await prove({ challenge: "about:this", bits });
    assert.match(proof, /^about:this:\d+$/);
    assert.ok(createHash("sha256").update(proof).digest().readUInt32BE() < 2 ** (32 - bits), `${bits} bits`);
  }
});

test("nothing is proved where nothing is asked, or more than a phone can do, or nothing said of how much", async () => {
  for (const work of [undefined, {}, { bits: 8 }, { challenge: "c" }, { challenge: "c", bits: 25 }, { challenge: "c", bits: "x" }]) {
    assert.equal(await prove(work), undefined);
  }
});

test("a page without HTTPS, which has no hashing, proves nothing", async () => {
  const { work } = new Device().tab("/", ["crypto"]);
  assert.equal(await work.prove({ challenge: "c", bits: 1 }), undefined);
});
