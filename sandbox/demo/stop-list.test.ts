import assert from "node:assert/strict";
import { test } from "node:test";
import { StopList } from "./stop-list.ts";

test("what was started last is ended first, and each once", async () => {
  const list = new StopList();
  const ended: string[] = [];
  for (const name of ["cluster", "pages"]) list.add(async () => void ended.push(name));
  await Promise.all([list.stop(), list.stop()]);
  await list.stop();
  assert.deepEqual(ended, ["pages", "cluster"]);
});

test("what cannot be ended does not keep the rest from being ended, and is reported", async () => {
  const list = new StopList();
  let ended = false;
  list.add(async () => void (ended = true));
  list.add(async () => {
    throw new Error("stuck");
  });
  await assert.rejects(list.stop(), (error: AggregateError) => /stuck/u.test(String(error.errors[0])));
  assert.equal(ended, true);
});
