import assert from "node:assert/strict";
import { test } from "node:test";
import { parseGoDuration } from "./go-duration.ts";

const READ: Readonly<Record<string, number>> = {
  "0": 0,
  "-0": 0,
  "0s": 0,
  "5s": 5_000,
  "-5s": -5_000,
  "+5s": 5_000,
  "90m": 5_400_000,
  "1h30m0s": 5_400_000,
  "2h50m0s": 10_200_000,
  "1.5h": 5_400_000,
  ".5s": 500,
  "1.s": 1_000,
  "100ms": 100,
  "3us": 0.003,
  "3µs": 0.003,
  "3μs": 0.003,
  "1s1s": 2_000,
  "2562047h47m16s": 9_223_372_036_000,
};

for (const [text, ms] of Object.entries(READ)) {
  test(`reads ${text} as ${ms} ms`, () => {
    assert.deepEqual(parseGoDuration(text), { ok: true, value: ms });
  });
}

const REFUSED = [
  "",
  " ",
  "10",
  "1d",
  "s",
  "-",
  ".s",
  "1h foo",
  "1 h",
  "1H",
  "h1",
  "5s ",
  "1e3s",
  "--5s",
  "٣s",
  "0 ",
];

for (const text of REFUSED) {
  test(`refuses ${JSON.stringify(text)}, which Go cannot read`, () => {
    const read = parseGoDuration(text);
    assert.equal(read.ok, false);
    assert.match(read.ok ? "" : read.error, /like 30m, 1h30m or 0s/u);
  });
}

test("refuses by its length what is longer than any duration", () => {
  assert.deepEqual(parseGoDuration(`${"0".repeat(98)}1s`), { ok: true, value: 1_000 });
  assert.deepEqual(parseGoDuration("1".repeat(60_000)), {
    ok: false,
    error: "has 60000 characters, and no duration needs more than 100",
  });
});

test("refuses what does not fit into Go's 64 bits of nanoseconds", () => {
  assert.deepEqual(parseGoDuration("2562048h"), {
    ok: false,
    error: "is longer than the 292 years that Go can count",
  });
});
