import assert from "node:assert/strict";
import { test } from "node:test";

import { describeDuration, parseDuration } from "./duration.ts";

test("a whole number and a unit are a duration, and read back in words", () => {
  for (const [text, ms, words] of [
    ["30s", 30_000, "30 seconds"],
    ["1m", 60_000, "1 minute"],
    ["90m", 90 * 60_000, "90 minutes"],
    ["8h", 8 * 60 * 60_000, "8 hours"],
    ["24h", 24 * 60 * 60_000, "24 hours"],
    ["7d", 7 * 24 * 60 * 60_000, "7 days"],
  ] as const) {
    assert.equal(parseDuration(text), ms, text);
    assert.equal(describeDuration(ms), words);
  }
});

test("anything else is none", () => {
  for (const text of ["", "8", "h", "0h", "8 h", "8H", "1.5h", "-1h", "8h30m", "9999999s", "8hours"]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});
