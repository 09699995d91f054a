import assert from "node:assert/strict";
import { test } from "node:test";

import { matchesPattern } from "./match-pattern.ts";

for (const [pattern, fits, doesNot] of [
  ["team-a", ["team-a"], ["team-ab", "xteam-a", ""]],
  ["team-*", ["team-", "team-a", "team-a-b"], ["team", "xteam-a"]],
  ["*", ["a", "team-a"], []],
  ["*-prod", ["shop-prod", "-prod"], ["prod", "shop-prod-2"]],
  ["a*b*c", ["abc", "axbxc", "abbc"], ["ac", "acb", "ab"]],
  ["ab*ba", ["abba", "abxba"], ["aba"]],
] as const) {
  test(`the pattern ${pattern} fits what it says and nothing else`, () => {
    for (const name of fits) assert.ok(matchesPattern(pattern, name), name);
    for (const name of doesNot) assert.ok(!matchesPattern(pattern, name), name);
  });
}

test("a pattern takes no longer than its names are long", () => {
  assert.ok(!matchesPattern(`${"*a".repeat(30)}*b`, "a".repeat(63)));
});
