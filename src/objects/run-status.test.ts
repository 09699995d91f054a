import assert from "node:assert/strict";
import { test } from "node:test";

import type { Condition } from "./condition.ts";
import type { CustomRun, CustomRunStatus } from "./custom-run.ts";
import { endedRun, isTerminal, pendingRun } from "./run-status.ts";

const NOW_MS = Date.parse("2026-11-24T13:44:31.789Z");
const EARLIER = "2026-11-24T13:00:00Z";

function makeRun(status?: CustomRunStatus): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name: "run", namespace: "ns", uid: "u1", generation: 2 },
    ...(status === undefined ? {} : { status }),
  };
}

function condition(type: string, status: Condition["status"]): Condition {
  return { type, status, reason: "R", message: "m", lastTransitionTime: EARLIER };
}

test("the first write says Unknown, Pending, since when, and for which generation (contract §2, 1)", () => {
  assert.deepEqual(pendingRun(makeRun(), NOW_MS).status, {
    startTime: "2026-11-24T13:44:31Z",
    observedGeneration: 2,
    conditions: [
      {
        type: "Succeeded",
        status: "Unknown",
        reason: "Pending",
        message: "Approval task has been created",
        lastTransitionTime: "2026-11-24T13:44:31Z",
      },
    ],
  });
});

test("Succeeded moves to the front, and what others wrote stays (contract C38)", () => {
  const run = makeRun({
    conditions: [condition("Ready", "True"), condition("Succeeded", "Unknown")],
    startTime: EARLIER,
  });
  const { status } = endedRun(run, {
    status: "True",
    reason: "Approved",
    message: "m",
    results: [],
    nowMs: NOW_MS,
  });
  assert.deepEqual(
    status?.conditions?.map(({ type }) => type),
    ["Succeeded", "Ready"],
  );
  assert.equal(status?.startTime, EARLIER);
  assert.equal(status?.completionTime, "2026-11-24T13:44:31Z");
  assert.equal(status?.conditions?.[0]?.lastTransitionTime, "2026-11-24T13:44:31Z");
});

test("the time of a transition stays while the status does", () => {
  const run = makeRun({ conditions: [condition("Succeeded", "Unknown")] });
  assert.equal(pendingRun(run, NOW_MS).status?.conditions?.[0]?.lastTransitionTime, EARLIER);
});

test("only a Succeeded condition that is not Unknown is an end", () => {
  assert.equal(isTerminal(makeRun()), false);
  assert.equal(isTerminal(makeRun({ conditions: [condition("Succeeded", "Unknown")] })), false);
  assert.equal(isTerminal(makeRun({ conditions: [condition("Ready", "True")] })), false);
  assert.equal(isTerminal(makeRun({ conditions: [condition("Succeeded", "True")] })), true);
  assert.equal(isTerminal(makeRun({ conditions: [condition("Succeeded", "False")] })), true);
});
