import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { sleep, systemTimers } from "./timers.ts";

test("a delay longer than setTimeout can count does not fire at once", async () => {
  let fired = false;
  const cancel = systemTimers.after(2 ** 31 + 1000, () => (fired = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  cancel();
  assert.equal(fired, false);
});

test("a timer fires once and can be taken back", async () => {
  const fired: string[] = [];
  systemTimers.after(0, () => fired.push("kept"));
  systemTimers.after(0, () => fired.push("taken back"))();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(fired, ["kept"]);
});

test("sleep ends with its time or with its signal, and leaves no timer behind", async () => {
  const timers = new FakeTimers();
  const ended: string[] = [];
  const stop = new AbortController();
  void sleep(timers, 100).then(() => ended.push("time"));
  void sleep(timers, 1000, stop.signal).then(() => ended.push("signal"));
  await timers.advance(100);
  assert.deepEqual(ended, ["time"]);
  stop.abort();
  await timers.advance(0);
  assert.deepEqual(ended, ["time", "signal"]);
  assert.deepEqual(timers.delays, []);
});
