import assert from "node:assert/strict";
import { test } from "node:test";

import { ClockWatch } from "./clock-watch.ts";
import { FakeTimers } from "../../test/kit/fake-timers.ts";

function watch(): { readonly time: FakeTimers; readonly jumps: number[]; readonly clocks: ClockWatch } {
  const time = new FakeTimers();
  const clocks = new ClockWatch({ clock: time, timers: time, steady: time.steady });
  const jumps: number[] = [];
  clocks.onJump((byMs) => jumps.push(byMs));
  clocks.start();
  return { time, jumps, clocks };
}

test("an hour that goes by is no jump", async () => {
  const { time, jumps } = watch();
  await time.advance(3_600_000);
  assert.deepEqual(jumps, []);
});

for (const byMs of [3_600_000, -3_600_000, 1_001, -1_001]) {
  test(`a clock that is set by ${byMs} ms is told once, within two seconds`, async () => {
    const { time, jumps } = watch();
    await time.advance(1_500);
    time.setBy(byMs);
    await time.advance(2_000);
    assert.deepEqual(jumps, [byMs]);
    await time.advance(60_000);
    assert.deepEqual(jumps, [byMs]);
  });
}

test("a clock that drifts is told when it has come to more than a second", async () => {
  const { time, jumps } = watch();
  for (let step = 0; step < 6; step += 1) {
    time.setBy(400);
    await time.advance(2_000);
  }
  assert.deepEqual(jumps, [1_200, 1_200]);
});

test("after it is stopped, nothing is told and no timer is left", async () => {
  const { time, jumps, clocks } = watch();
  clocks.stop();
  time.setBy(3_600_000);
  await time.advance(10_000);
  assert.deepEqual(jumps, []);
  assert.deepEqual(time.delays, []);
});
