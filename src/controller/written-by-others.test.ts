// Whatever somebody wrote into a status: the run is kept, it opens, and it ends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { BASE_URL, NOW_MS } from "../../test/kit/make-approval.ts";
import { closingReasonOf } from "../objects/run/closing-reason.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import { isFinished } from "../objects/run/pipeline-run.ts";
import { readParameters } from "../objects/dialects/automatiko/read-parameters.ts";
import { checkConditions } from "../../test/kit/check-conditions.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { keepPipelineRun } from "../cluster/keep-pipeline-run.ts";
import { keepApproval, keepRun } from "../cluster/keep.ts";
import { plan } from "./plan.ts";

const HOUR_MS = 60 * 60_000;
const FAILED = {
  conditions: [
    {
      type: "Succeeded",
      status: "False",
      reason: "CustomRunTimedOut",
      message: "Timed out.",
      lastTransitionTime: "2026-11-24T09:00:00Z",
    },
  ],
};
const STATUSES: readonly (readonly [what: string, status: unknown])[] = [
  ["nothing", null],
  ["a start in the year 9999", { startTime: "9999-12-31T23:59:59Z" }],
  ["a start that is no time", { startTime: "soon" }],
  ["a start that is a number", { startTime: 5 }],
  ["300 attempts", { retriesStatus: Array.from({ length: 300 }, () => FAILED) }],
  ["attempts that are no list", { retriesStatus: "many" }],
  ["conditions that are no list", { conditions: { type: "Succeeded", status: "True" } }],
  ["conditions of nothing", { conditions: [null, 5, "Succeeded", {}, { type: 5 }] }],
  ["another condition first", { conditions: [{ type: "Ready", status: "True" }, ...unknown("Running")] }],
  ["a condition of somebody else", { conditions: unknown("Running") }],
  [
    "a status that is neither True, False nor Unknown",
    { conditions: [{ type: "Succeeded", status: "Maybe" }] },
  ],
  ["a status without a status", { conditions: [{ type: "Succeeded" }] }],
  ["a transition at no time", { conditions: [{ ...unknown("Pending")[0], lastTransitionTime: "once" }] }],
  ["a reason that is no text, and children that are no list", { conditions: unknown(5), childReferences: 5 }],
  ["children of nothing", { childReferences: [null, 5, { kind: "CustomRun" }] }],
  ["all at once", { startTime: "9999-01-01T00:00:00Z", conditions: "x", retriesStatus: 7, results: 1 }],
];

function unknown(reason: unknown): readonly Record<string, unknown>[] {
  return [{ type: "Succeeded", status: "Unknown", reason, message: "" }];
}

function makeRun(status: unknown, spec: CustomRunSpec = {}): CustomRun {
  const run = makeReferringRun({ approvers: ["mary"] }, { timeout: "1h", ...spec });
  const kept = keepRun({ ...run, status } as CustomRun);
  assert.ok(kept, "it is kept");
  return kept;
}

interface Written {
  readonly run: CustomRun;
  readonly approval: ApprovalTask | undefined;
  readonly untilMs: number | undefined;
}

/** Plans, and takes each write as done, until there is nothing to do. */
function playOut(from: { run: CustomRun; approval?: ApprovalTask | undefined }, nowMs: number): Written {
  let { run, approval } = from;
  for (let steps = 0; steps < 10; steps += 1) {
    const found = { approval, stranger: undefined, closing: closingReasonOf(run), live: true, toldNow: true };
    const step = plan({ ...found, run }, { nowMs, baseUrl: BASE_URL, readParameters });
    if (step.kind === "wait") return { run, approval, untilMs: step.untilMs };
    if (step.kind === "writeRunStatus") ({ run } = step);
    else if (step.kind !== "deleteApproval") ({ approval } = step);
    if (step.kind === "labelApproval" && approval !== undefined) {
      approval = { ...approval, metadata: { ...approval.metadata, labels: step.labels } };
    }
  }
  assert.fail("it does not settle");
}

for (const [what, status] of STATUSES) {
  test(`a run whose status says ${what} opens, and times out when its time is over`, () => {
    const opened = playOut({ run: makeRun(status) }, NOW_MS);
    checkConditions(opened.run.status?.conditions?.slice(0, 1));
    assert.equal(opened.untilMs, NOW_MS + HOUR_MS, "the deadline is counted from now");
    const ended = playOut(opened, NOW_MS + HOUR_MS);
    assert.equal(ended.run.status?.conditions?.[0]?.reason, "CustomRunTimedOut");
    assert.equal(ended.run.status?.startTime, "2026-11-24T10:00:00Z");
  });

  test(`a run whose status says ${what} ends when it is cancelled`, () => {
    const opened = playOut({ run: makeRun(status) }, NOW_MS);
    const run = { ...opened.run, spec: { ...opened.run.spec, status: "RunCancelled", statusMessage: 5 } };
    const ended = playOut({ ...opened, run: run as unknown as CustomRun }, NOW_MS + 1_000);
    assert.equal(ended.run.status?.conditions?.[0]?.reason, "CustomRunCancelled");
  });

  test(`a PipelineRun whose status says ${what} is kept, and has not finished`, () => {
    const kept = keepPipelineRun({ ...makeReferringRun({}), status } as CustomRun);
    assert.equal(isFinished(kept), false);
  });
}

test("300 attempts that others wrote leave the attempts that the run itself may have", () => {
  const status = { retriesStatus: Array.from({ length: 300 }, () => FAILED) };
  const { approval, run } = playOut({ run: makeRun(status, { retries: 2 }) }, NOW_MS);
  assert.equal(approval?.status?.attempt, 3, "retries + 1");
  const ended = playOut({ run, approval }, NOW_MS + HOUR_MS);
  assert.equal(ended.run.status?.conditions?.[0]?.reason, "CustomRunTimedOut");
});

test("an ApprovalTask without a request is kept, and is nobody's", () => {
  const { spec: _, ...bare } = { ...makeReferringRun({}), kind: "ApprovalTask" };
  assert.deepEqual(keepApproval(bare).spec, {});
});
