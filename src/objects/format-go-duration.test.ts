import assert from "node:assert/strict";
import { test } from "node:test";
import { formatGoDuration } from "./format-go-duration.ts";

test("writes durations as Go does", () => {
  const expected: readonly (readonly [ms: number, text: string])[] = [
    [0, "0s"],
    [5_000, "5s"],
    [5_400_000, "1h30m0s"],
    [120_000, "2m0s"],
    [1_500, "1.5s"],
    [250, "250ms"],
    [0.0015, "1.5µs"],
    [86_400_000, "24h0m0s"],
    [-5_000, "-5s"],
  ];
  for (const [ms, text] of expected) assert.equal(formatGoDuration(ms), text);
});
