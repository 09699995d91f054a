import assert from "node:assert/strict";
import { test } from "node:test";
import { ResponseBudget } from "./response-budget.ts";

const makeBudget = (): ResponseBudget =>
  new ResponseBudget({ maxBytes: 100, extraBytes: 20, smallBytes: 10 });

test("answers have room until they are too much together, and again when some are sent", () => {
  const budget = makeBudget();
  const first = budget.take(60);
  assert.ok(first && budget.take(40));
  assert.equal(budget.take(11), undefined);
  first.release();
  first.release();
  assert.equal(budget.takenBytes, 40, "given back once");
  assert.ok(budget.take(60));
});

test("small ones go on for a while when large ones have no room any more", () => {
  const budget = makeBudget();
  budget.take(100);
  assert.ok(budget.take(10) && budget.take(10));
  assert.equal(budget.take(1), undefined);
  assert.equal(budget.isFull, true);
});

test("one that is larger than all goes alone, so that it is not refused for ever", () => {
  const budget = makeBudget();
  const large = budget.take(500);
  assert.ok(large);
  assert.equal(budget.take(1), undefined);
  large.resize(30);
  assert.ok(budget.take(70), "packed, it leaves room");
  assert.equal(budget.takenBytes, 100);
});

test("what has been done is said, room or not", () => {
  const budget = makeBudget();
  budget.take(120);
  budget.takeAnyway(50).release();
  assert.equal(budget.takenBytes, 120);
});
