import assert from "node:assert/strict";
import { test } from "node:test";

import { RecentAnswers } from "./recent-answers.ts";

const LIMITS = { maxAgeMs: 60_000, most: 3 };

test("an answer is kept for its time and not longer, counted from when it was asked for", () => {
  const clock = { nowMs: 100_000, now: () => clock.nowMs };
  const recent = new RecentAnswers<string>(clock, LIMITS);
  recent.keep("secret", "mary", 95_000);
  assert.equal(recent.find("secret"), "mary");
  assert.equal(recent.find("secret "), undefined);
  clock.nowMs = 154_999;
  assert.equal(recent.find("secret"), "mary");
  clock.nowMs = 155_000;
  assert.equal(recent.find("secret"), undefined);
});

test("a clock that is set back does not make it good again", () => {
  const clock = { nowMs: 100_000, now: () => clock.nowMs };
  const recent = new RecentAnswers<string>(clock, LIMITS);
  recent.keep("secret", "mary", 100_000);
  clock.nowMs = 0;
  assert.equal(recent.find("secret"), undefined);
  clock.nowMs = 100_000;
  assert.equal(recent.find("secret"), undefined, "it is gone");
});

test("the oldest goes where there are too many", () => {
  const recent = new RecentAnswers<number>({ now: () => 0 }, LIMITS);
  for (const [index, secret] of ["a", "b", "c", "a", "d"].entries()) recent.keep(secret, index, 0);
  assert.deepEqual(
    ["a", "b", "c", "d"].map((secret) => recent.find(secret)),
    [3, undefined, 2, 4],
  );
});
