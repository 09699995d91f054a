import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RateLimit } from "./rate-limit.ts";

function start({ perMinute = 60, most = 100 } = {}) {
  const clock = { nowMs: 1_000_000, now: () => clock.nowMs };
  return { clock, limit: new RateLimit(clock, { perMinute, most }) };
}

/** How often something can be taken at this moment. */
function countTaken(limit: RateLimit, key: string, tries = 500): number {
  return Array.from({ length: tries }, () => limit.take(key)).filter((waitMs) => waitMs === 0).length;
}

describe("a rate limit", () => {
  it("lets each take all of a minute at once, and no more", () => {
    const { limit } = start();
    assert.equal(countTaken(limit, "ann"), 60);
    assert.equal(countTaken(limit, "bob"), 60);
    for (const perMinute of [1, 7, 13, 1_201]) {
      assert.equal(countTaken(start({ perMinute }).limit, "ann", 2_000), perMinute);
    }
  });

  it("says how long to wait, and keeps its word", () => {
    const { clock, limit } = start();
    countTaken(limit, "ann");
    const waitMs = limit.take("ann", 5);
    assert.equal(waitMs, 5_000);
    clock.nowMs += waitMs - 1;
    assert.equal(limit.take("ann", 5), 1);
    clock.nowMs += 1;
    assert.equal(limit.take("ann", 5), 0);
    assert.equal(limit.take("ann"), 1_000);
  });

  it("gives back evenly, up to what there is in a minute", () => {
    const { clock, limit } = start();
    countTaken(limit, "ann");
    clock.nowMs += 10_000;
    assert.equal(countTaken(limit, "ann"), 10);
    clock.nowMs += 3_600_000;
    assert.equal(countTaken(limit, "ann"), 60);
  });

  it("takes nothing for a question, nor for what it refuses", () => {
    const { clock, limit } = start({ perMinute: 1 });
    for (let time = 0; time < 5; time += 1) assert.equal(limit.waitFor("ann"), 0);
    assert.equal(limit.take("ann"), 0);
    for (let time = 0; time < 5; time += 1) assert.equal(limit.take("ann"), 60_000);
    assert.equal(limit.waitFor("ann"), 60_000);
    clock.nowMs += 60_000;
    assert.equal(limit.take("ann"), 0);
  });

  it("lets what costs more than there ever is take all of it", () => {
    const { clock, limit } = start({ perMinute: 5 });
    assert.equal(limit.take("ann", 10), 0);
    assert.equal(limit.take("ann"), 12_000);
    clock.nowMs += 60_000;
    assert.equal(limit.take("ann", 10), 0);
  });

  it("makes nobody wait for longer than a minute when the clock is set back", () => {
    const { clock, limit } = start();
    countTaken(limit, "ann");
    clock.nowMs -= 3_600_000;
    assert.equal(limit.take("ann"), 1_000);
    clock.nowMs += 1_000;
    assert.equal(limit.take("ann"), 0);
  });

  it("knows of so many at most, and forgets who has come for the last time before all others", () => {
    const { limit } = start({ perMinute: 1, most: 3 });
    for (const key of ["ann", "bob", "cem"]) limit.take(key);
    // Refused, and seen all the same.
    assert.notEqual(limit.take("ann"), 0);
    limit.take("dora");
    assert.equal(limit.size, 3);
    assert.notEqual(limit.waitFor("ann"), 0);
    assert.equal(limit.waitFor("bob"), 0);
    for (let number = 0; number < 10_000; number += 1) limit.take(`invented-${number}`);
    assert.equal(limit.size, 3);
  });
});
