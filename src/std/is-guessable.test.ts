import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { isGuessable } from "./is-guessable.ts";

test("what repeats a few bytes could be guessed, however long it is", () => {
  for (const secret of [Buffer.alloc(32), Buffer.alloc(64, "a"), Buffer.alloc(64, "secret!")]) {
    assert.ok(isGuessable(secret), secret.toString());
  }
});

test("random bytes could not, also as they are written in hexadecimal and base64", () => {
  for (let round = 0; round < 1_000; round += 1) {
    const bytes = randomBytes(24);
    for (const secret of [bytes, Buffer.from(bytes.toString("hex")), Buffer.from(bytes.toString("base64"))]) {
      assert.ok(!isGuessable(secret), secret.toString("hex"));
    }
  }
});
