import assert from "node:assert/strict";
import { test } from "node:test";

import { describeFigure, isMet, type Figure } from "./figure.ts";

const RATIO: Figure = {
  what: "p50",
  value: 1.5,
  unit: "×",
  range: { min: 1.3, max: 1.612 },
  goal: { atMost: 1.5 },
  detail: "20 ms",
};
const RATE: Figure = { ...RATIO, value: 0.8, goal: { atLeast: 0.8 } };

test("a goal is met at its bound and missed beyond it", () => {
  assert.equal(isMet(RATIO), true);
  assert.equal(isMet({ ...RATIO, value: 1.501 }), false);
  assert.equal(isMet(RATE), true);
  assert.equal(isMet({ ...RATE, value: 0.799 }), false);
});

test("what could not be measured meets no goal", () => {
  assert.equal(isMet({ ...RATIO, value: Number.NaN }), false);
  assert.equal(isMet({ ...RATE, value: Number.NaN }), false);
});

test("a figure is told in its unit, with the range of its rounds and its goal", () => {
  assert.deepEqual(describeFigure({ ...RATIO, value: 1.364 }), {
    what: "p50",
    value: "1.36 ×",
    range: "1.30 to 1.61",
    goal: "≤ 1.50",
    met: "met",
    detail: "20 ms",
  });
});

test("a rounded figure does not hide that its goal was missed", () => {
  const { value, met } = describeFigure({ ...RATIO, value: 1.504 });
  assert.deepEqual([value, met], ["1.50 ×", "missed"]);
});
