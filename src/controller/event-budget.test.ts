import assert from "node:assert/strict";
import { test } from "node:test";

import { EventBudget, type Permission } from "./event-budget.ts";

const MINUTE_MS = 60_000;

function takeMany(budget: EventBudget, who: (n: number) => string, times: number, nowMs = 0): Permission[] {
  return Array.from({ length: times }, (_, n) =>
    budget.take({ namespace: "a", object: who(n), type: "Normal" }, nowMs),
  );
}

function countGranted(permissions: readonly Permission[]): number {
  return permissions.filter((permission) => permission === "granted").length;
}

test("an object may tell 25 times at once and then once in five minutes; the first refusal is marked", () => {
  const budget = new EventBudget();
  const permissions = takeMany(budget, () => "one", 30);
  assert.equal(countGranted(permissions), 25);
  assert.deepEqual(permissions.slice(25, 28), ["refused first", "refused", "refused"]);
  assert.equal(countGranted(takeMany(budget, () => "one", 3, 4 * MINUTE_MS)), 0);
  assert.equal(countGranted(takeMany(budget, () => "one", 3, 10 * MINUTE_MS)), 2);
  assert.equal(countGranted(takeMany(budget, () => "another", 3, 10 * MINUTE_MS)), 3);
});

test("a namespace may tell 100 times at once and then once a second, whatever its objects", () => {
  const budget = new EventBudget();
  assert.equal(countGranted(takeMany(budget, (n) => `object ${n}`, 467)), 100);
  assert.equal(countGranted(takeMany(budget, (n) => `later ${n}`, 467, 10_000)), 10);
  assert.equal(budget.take({ namespace: "b", object: "elsewhere", type: "Normal" }, 10_000), "granted");
  assert.equal(
    budget.take({ namespace: "a", object: "new", type: "Warning" }, 10_000),
    "granted",
    "of its own",
  );
});

test("a clock that goes back gives nothing and takes nothing", () => {
  const budget = new EventBudget();
  takeMany(budget, () => "one", 25, 10 * MINUTE_MS);
  assert.equal(budget.take({ namespace: "a", object: "one", type: "Normal" }, 0), "refused first");
  assert.equal(budget.take({ namespace: "a", object: "one", type: "Normal" }, 5 * MINUTE_MS), "granted");
});
