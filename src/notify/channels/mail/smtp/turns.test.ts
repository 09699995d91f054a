import assert from "node:assert/strict";
import { test } from "node:test";

import { settle } from "../../../../../test/kit/fake-timers.ts";
import { Turns } from "./turns.ts";

const forEver = (): AbortSignal => new AbortController().signal;

test("as many go at a time as there are places, and the others in the order they came", async () => {
  const turns = new Turns(2);
  const began: number[] = [];
  const all = [1, 2, 3, 4].map(async (number) => {
    assert.equal(await turns.take(forEver()), true);
    began.push(number);
  });
  await settle();
  assert.deepEqual(began, [1, 2]);
  turns.give();
  await settle();
  assert.deepEqual(began, [1, 2, 3]);
  turns.give();
  await Promise.all(all);
  assert.deepEqual(began, [1, 2, 3, 4]);
});

test("who no longer waits takes no turn from anybody", async () => {
  const turns = new Turns(1);
  await turns.take(forEver());
  const impatient = new AbortController();
  const left = turns.take(impatient.signal);
  const next = turns.take(forEver());
  impatient.abort();
  assert.equal(await left, false);
  turns.give();
  assert.equal(await next, true);
  assert.equal(await turns.take(AbortSignal.abort()), false);
});

test("all have given back when nobody has a turn", async () => {
  const turns = new Turns(2);
  await turns.allGiven();
  await turns.take(forEver());
  await turns.take(forEver());
  let isDone = false;
  const done = turns.allGiven().then(() => (isDone = true));
  turns.give();
  await settle();
  assert.equal(isDone, false);
  turns.give();
  await done;
});
