import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { median, percentile, rangeOf } from "./statistics.ts";

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("percentile", () => {
  test("is the sample that the share reaches, in whatever order samples come", () => {
    assert.equal(percentile(upTo(100).toReversed(), 0.99), 99);
    assert.equal(percentile(upTo(100), 1), 100);
    assert.equal(percentile(upTo(200), 0.5), 100);
  });

  test("of few samples is one of them", () => {
    assert.equal(percentile([7], 0.5), 7);
    assert.equal(percentile([3, 9], 0.99), 9);
    assert.equal(percentile([3, 9], 0), 3);
  });

  test("of no samples is no number", () => {
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });

  test("leaves the samples in their order", () => {
    const samples = [3, 1, 2];
    percentile(samples, 0.5);
    assert.deepEqual(samples, [3, 1, 2]);
  });
});

test("the median is the middle one, the lower of two", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 5);
});

test("a range is the smallest and the largest", () => {
  assert.deepEqual(rangeOf([4, -2, 9]), { min: -2, max: 9 });
});
