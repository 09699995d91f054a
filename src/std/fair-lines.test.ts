import assert from "node:assert/strict";
import { test } from "node:test";

import { FairLines } from "./fair-lines.ts";
import { settle } from "../../test/kit/fake-timers.ts";

/** Work that is noted when it begins, and ends when the test says so. */
function desk(options = { perOwner: 100, perCounter: 100 }) {
  const lines = new FairLines(options);
  const begun: string[] = [];
  const open: (() => void)[] = [];
  return {
    begun,
    lines,
    bring: (owner: string, what: string, signal?: AbortSignal, counter = "desk") =>
      lines.run({ counter, owner, ...(signal && { signal }) }, async () => {
        begun.push(what);
        await new Promise<void>((resolve) => open.push(resolve));
        return what;
      }),
    finish: async (times = 1): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        open.shift()?.();
        await settle();
      }
    },
  };
}

test("work at one counter is done one after the other, at another beside it", async () => {
  const { begun, bring, finish } = desk();
  const first = bring("ann", "a1");
  const second = bring("bob", "b1");
  void bring("bob", "elsewhere", undefined, "other");
  await settle();
  assert.deepEqual(begun, ["a1", "elsewhere"]);
  await finish(3);
  assert.deepEqual(begun, ["a1", "elsewhere", "b1"]);
  assert.deepEqual(await first, { ok: true, value: "a1" });
  assert.deepEqual(await second, { ok: true, value: "b1" });
});

test("owners are served in turns, however much one of them has brought", async () => {
  const { begun, bring, finish } = desk();
  for (const what of ["a1", "a2", "a3", "a4"]) void bring("ann", what);
  void bring("bob", "b1");
  for (const what of ["c1", "c2"]) void bring("cy", what);
  await settle();
  await finish(7);
  assert.deepEqual(begun, ["a1", "b1", "c1", "a2", "c2", "a3", "a4"]);
});

test("work that fails hands its error on, and the next is served", async () => {
  const lines = new FairLines({ perOwner: 1, perCounter: 1 });
  const place = { counter: "desk", owner: "ann" };
  const failing = lines.run(place, () => Promise.reject(new Error("no")));
  const next = lines.run(place, () => Promise.resolve("yes"));
  await assert.rejects(failing, /no/u);
  assert.deepEqual(await next, { ok: true, value: "yes" });
});

test("a line that is full refuses its owner alone, and a counter that is full everybody", async () => {
  const { bring, finish } = desk({ perOwner: 2, perCounter: 3 });
  for (const what of ["a1", "a2", "a3"]) void bring("ann", what);
  assert.deepEqual(await bring("ann", "a4"), { ok: false, error: "full" });
  const bob = bring("bob", "b1");
  assert.deepEqual(await bring("cy", "c1"), { ok: false, error: "full" });
  await settle();
  await finish(4);
  assert.deepEqual(await bob, { ok: true, value: "b1" });
});

test("who has waited too long leaves the line, and work that has begun goes on", async () => {
  const { begun, bring, finish } = desk();
  const leaving = new AbortController();
  const first = bring("ann", "a1", leaving.signal);
  const second = bring("bob", "b1", leaving.signal);
  const third = bring("cy", "c1");
  await settle();
  leaving.abort();
  assert.deepEqual(await second, { ok: false, error: "late" });
  assert.deepEqual(await bring("di", "d1", leaving.signal), { ok: false, error: "late" });
  await finish(2);
  assert.deepEqual(await first, { ok: true, value: "a1" });
  assert.deepEqual(await third, { ok: true, value: "c1" });
  assert.deepEqual(begun, ["a1", "c1"]);
});
