import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff, parseRetryAfter } from "./retry.ts";

const NOW_MS = Date.parse("2026-11-24T12:00:00Z");

for (const [sentence, header, expected] of [
  ["seconds", "7", 7_000],
  ["seconds among blanks", " 7 ", 7_000],
  ["a date", "Tue, 24 Nov 2026 12:00:30 GMT", 30_000],
  ["a date that is over", "Tue, 24 Nov 2026 11:59:00 GMT", 0],
  ["too many seconds", "86400", 300_000],
  ["a date that is far away", "Wed, 25 Nov 2026 12:00:00 GMT", 300_000],
  ["nothing", "", undefined],
  ["no header", undefined, undefined],
  ["a number that is no count of seconds", "-5", undefined],
  ["words", "in a while", undefined],
] as const) {
  test(`Retry-After with ${sentence} asks to wait for ${expected === undefined ? "nothing" : `${expected} ms`}`, () => {
    assert.equal(parseRetryAfter(header, NOW_MS), expected);
  });
}

test("whoever can wait for longer says for how long", () => {
  const hour = 60 * 60_000;
  assert.equal(parseRetryAfter("900", NOW_MS, hour), 900_000);
  assert.equal(parseRetryAfter("86400", NOW_MS, hour), hour);
  assert.equal(parseRetryAfter("Wed, 25 Nov 2026 12:00:00 GMT", NOW_MS, hour), hour);
});

test("each failure doubles the wait, up to the longest; chance takes away up to half of it", () => {
  const waits = (random: number): number[] =>
    [1, 2, 3, 4, 100].map((failures) => backoff({ failures, firstMs: 100, longestMs: 500 }, () => random));
  assert.deepEqual(waits(1), [100, 200, 400, 500, 500]);
  assert.deepEqual(waits(0), [50, 100, 200, 250, 250]);
});
