import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTime } from "../../../src/std/clock.ts";
import { inheritedTimeout, limitsOf, nextLimitInMs, timeUpOf } from "./timeouts.ts";

const startMs = Date.parse("2026-11-24T10:00:00Z");
const status = { startTime: formatTime(startMs) };

test("a limit is at every moment either reached or ahead, so that no PipelineRun is forgotten", () => {
  const limits = limitsOf({ timeouts: { pipeline: "3s" } });
  for (let nowMs = startMs; nowMs <= startMs + 6_000; nowMs += 1) {
    const isReached = timeUpOf(limits, status, nowMs).pipeline;
    const nextMs = nextLimitInMs(limits, status, nowMs);
    assert.equal(isReached, nowMs >= startMs + 3_000);
    assert.equal(nextMs, isReached ? undefined : startMs + 3_000 - nowMs);
  }
});

test("the soonest limit that is ahead counts, and finally's begins with finally", () => {
  const limits = limitsOf({ timeouts: { pipeline: "1h", tasks: "10m", finally: "5m" } });
  assert.equal(nextLimitInMs(limits, status, startMs), 600_000);
  assert.equal(nextLimitInMs(limits, status, startMs + 700_000), 2_900_000);
  const later = { ...status, finallyStartTime: formatTime(startMs + 700_000) };
  assert.equal(nextLimitInMs(limits, later, startMs + 700_000), 300_000);
  assert.deepEqual(timeUpOf(limits, later, startMs + 1_000_000), {
    pipeline: false,
    tasks: true,
    finally: true,
  });
});

test("zero is without end, and nothing said is an hour", () => {
  assert.equal(nextLimitInMs(limitsOf({ timeouts: { pipeline: "0s" } }), status, startMs), undefined);
  assert.equal(nextLimitInMs(limitsOf({}), status, startMs), 3_600_000);
  assert.equal(nextLimitInMs(limitsOf({}), {}, startMs), undefined, "it has not started");
});

test("of tasks and finally the one that is not said is the rest of the pipeline's time", () => {
  assert.equal(limitsOf({ timeouts: { pipeline: "1h", finally: "10m" } }).tasksMs, 3_000_000);
  assert.equal(limitsOf({ timeouts: { pipeline: "1h", tasks: "10m" } }).finallyMs, 3_000_000);
  assert.equal(limitsOf({ timeouts: { pipeline: "0", tasks: "10m" } }).finallyMs, undefined);
  assert.equal(limitsOf({ timeouts: { finally: "10m" } }).tasksMs, 3_000_000, "of the hour that nobody set");
});

test("a run takes over only what is longer than an hour, or without end (contract C39)", () => {
  const of = (timeouts: object): string | undefined => inheritedTimeout(limitsOf({ timeouts }), "tasks");
  assert.equal(of({ pipeline: "3h", tasks: "2h" }), "2h0m0s");
  assert.equal(of({ pipeline: "3h", tasks: "1h" }), undefined);
  assert.equal(of({ pipeline: "0", tasks: "0" }), "0s");
  assert.equal(of({ pipeline: "3h" }), undefined);
});
