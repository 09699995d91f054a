import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countStoredBytes } from "../../std/stored-bytes.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import type { CustomRun, CustomRunStatus } from "./custom-run.ts";
import { describePendingRun, type RunOutcome } from "./run-outcome.ts";
import { buildRetriedStatus, buildRunStatus, isRunDone } from "./run-status.ts";
import { checkConditions } from "../../../test/kit/check-conditions.ts";
import { makeWaitingApproval } from "../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";

const T0 = Date.parse("2026-11-24T10:00:00.900Z");
const T1 = T0 + 60_000;
const RUN = makeReferringRun({ approvers: ["ann"] });
const PENDING = describePendingRun(
  makeWaitingApproval(RUN),
  "https://approve.example/approvals/shop/release-1-approve",
);
const APPROVED: RunOutcome = {
  status: "True",
  reason: "Approved",
  message: "Approved by ann.",
  results: [{ name: "decision", value: "true" }],
};

const withStatus = (status: CustomRunStatus, run: CustomRun = RUN): CustomRun => ({ ...run, status });

describe("the status of a run", () => {
  test("begins with one whole write: condition, start, generation, in whole seconds", () => {
    const status = buildRunStatus(RUN, PENDING, T0);
    assert.deepEqual(status, {
      observedGeneration: 1,
      startTime: "2026-11-24T10:00:00Z",
      conditions: [
        {
          type: "Succeeded",
          status: "Unknown",
          reason: "Pending",
          message:
            "Waiting for an approval by ann for as long as its PipelineRun allows: https://approve.example/approvals/shop/release-1-approve",
          lastTransitionTime: "2026-11-24T10:00:00Z",
        },
      ],
    });
    checkConditions(status.conditions);
  });

  test("is equal when nothing changed, however late it is", () => {
    const status = buildRunStatus(RUN, PENDING, T0);
    assert.deepEqual(buildRunStatus(withStatus(status), PENDING, T1), status);
  });

  test("ends with results, condition and completion time together", () => {
    const status = buildRunStatus(withStatus(buildRunStatus(RUN, PENDING, T0)), APPROVED, T1);
    assert.deepEqual(status, {
      observedGeneration: 1,
      startTime: "2026-11-24T10:00:00Z",
      completionTime: "2026-11-24T10:01:00Z",
      results: APPROVED.results,
      conditions: [
        {
          type: "Succeeded",
          status: "True",
          reason: "Approved",
          message: "Approved by ann.",
          lastTransitionTime: "2026-11-24T10:01:00Z",
        },
      ],
    });
  });

  test("stays as it is when it is done, and only follows the generation", () => {
    const status = buildRunStatus(withStatus(buildRunStatus(RUN, PENDING, T0)), APPROVED, T1);
    const cancelled = { ...RUN, metadata: { ...RUN.metadata, generation: 2 } };
    const outcome: RunOutcome = { ...APPROVED, status: "False", reason: "CustomRunCancelled" };
    assert.deepEqual(buildRunStatus(withStatus(status, cancelled), outcome, T1 + 60_000), {
      ...status,
      observedGeneration: 2,
    });
  });

  test("puts Succeeded first and keeps what others wrote", () => {
    const ready = {
      type: "Ready",
      status: "True",
      reason: "Fine",
      message: "Fine.",
      lastTransitionTime: "2026-11-24T09:00:00Z",
    } as const;
    const status = buildRunStatus(
      withStatus({ conditions: [ready], extraFields: { note: 1 } } as CustomRunStatus),
      PENDING,
      T0,
    );
    assert.deepEqual(
      status.conditions?.map(({ type }) => type),
      ["Succeeded", "Ready"],
    );
    assert.deepEqual((status as { extraFields?: unknown }).extraFields, { note: 1 });
  });

  test("keeps of an attempt that is over what is ours, and of others' status one copy", () => {
    const run = withStatus({ extraFields: { note: 1 } } as CustomRunStatus);
    const { retriesStatus, ...now } = buildRetriedStatus(run, { failed: APPROVED, next: PENDING }, T0);
    assert.deepEqual((now as { extraFields?: unknown }).extraFields, { note: 1 });
    assert.deepEqual(
      retriesStatus?.map((attempt) => Object.keys(attempt).sort()),
      [["completionTime", "conditions", "observedGeneration", "results", "startTime"]],
    );
  });

  test("cuts a message that others wrote to what a condition may hold", () => {
    const cancelled: RunOutcome = { ...APPROVED, message: `Cancelled. ${"<".repeat(5_000)}` };
    const [condition] = buildRunStatus(RUN, cancelled, T0).conditions ?? [];
    assert.match(condition?.message ?? "", /^Cancelled\. <+…$/u);
    assert.ok(countStoredBytes(condition?.message ?? "") <= BOUNDS.message);
  });

  test("gives a condition the time that it lacks", () => {
    const bare = { type: "Succeeded", status: "Unknown", reason: "Pending", message: "" };
    const status = buildRunStatus(
      withStatus({ conditions: [bare] } as unknown as CustomRunStatus),
      PENDING,
      T0,
    );
    assert.equal(status.conditions?.[0]?.lastTransitionTime, "2026-11-24T10:00:00Z");
  });
});

describe("a run is done", () => {
  const CASES: Readonly<Record<string, readonly [status: string | undefined, isDone: boolean]>> = {
    "when it succeeded": ["True", true],
    "when it failed": ["False", true],
    "not while it is unknown": ["Unknown", false],
    "not without a condition": [undefined, false],
  };
  for (const [sentence, [status, isDone]] of Object.entries(CASES)) {
    test(sentence, () => {
      const conditions = status === undefined ? [] : [{ type: "Succeeded", status }];
      assert.equal(isRunDone(withStatus({ conditions } as unknown as CustomRunStatus)), isDone);
    });
  }
});
