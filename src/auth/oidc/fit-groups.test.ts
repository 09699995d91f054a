import assert from "node:assert/strict";
import { test } from "node:test";

import { listFits } from "./fit-groups.ts";

const many = Array.from({ length: 150 }, (_, index) => `g${index}`);

test("all groups where there is room, and else those that matter, with how many are left out", () => {
  const needed = new Set(["b", "z"]);
  assert.deepEqual(listFits(["a", "b"], needed), [
    { groups: ["a", "b"], leftOut: 0 },
    { groups: ["b"], leftOut: 1 },
  ]);
  assert.deepEqual(
    listFits(["b", "z"], needed),
    [{ groups: ["b", "z"], leftOut: 0 }],
    "nothing else would be less",
  );
});

test("more than can be kept are never tried, needed or not", () => {
  assert.deepEqual(listFits(many, new Set(["g7"])), [{ groups: ["g7"], leftOut: 149 }]);
  assert.deepEqual(listFits(many, new Set(many)), []);
});

test("names are compared as approvals keep them, and what is no text is left to who reads it", () => {
  assert.deepEqual(listFits(["e\u0301quipe", "x"], new Set(["équipe"]))[1]?.groups, ["e\u0301quipe"]);
  assert.deepEqual(listFits([7, "x"], new Set())[1]?.groups, [7]);
});
