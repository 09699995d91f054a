import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatTime } from "../../std/clock.ts";
import { makeWaitingApproval, NOW_MS } from "../../../test/kit/make-approval.ts";
import { makePipelineRun } from "../../../test/kit/make-pipeline-run.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import type { ApprovalTask } from "./approval-task.ts";
import { judgeDeadline } from "./judge-deadline.ts";
import { type PipelineRun, referToCustomRun } from "../run/pipeline-run.ts";
import { beginNextAttempt } from "./retry-approval.ts";

/** Opened at 10:00. */
function waiting(timeout?: string, retries?: number): ApprovalTask {
  const spec = {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
  };
  return makeWaitingApproval(makeReferringRun({ approvers: ["ann"] }, spec));
}

/** Names the run as its own, and started ten minutes before it opened. */
function pipelineRunOf(timeouts: Readonly<Record<string, string>>): PipelineRun {
  return makePipelineRun("release-1", {
    spec: { timeouts },
    status: {
      startTime: formatTime(NOW_MS - 600_000),
      childReferences: [referToCustomRun({ name: "release-1-approve", task: "approve" })],
    },
  });
}

function dueFrom(approval: ApprovalTask, pipelineRun?: PipelineRun): string | undefined {
  const deadline = judgeDeadline(approval, pipelineRun);
  return deadline && formatTime(deadline.dueFromMs).slice(11);
}

describe("an approval is due", () => {
  test("for the last quarter of the time that it gives", () => {
    assert.equal(dueFrom(waiting("1h")), "10:45:00Z");
    assert.equal(dueFrom(waiting("4h")), "13:00:00Z");
  });

  test("for the last 15 minutes, where a quarter is less", () => {
    assert.equal(dueFrom(waiting("20m")), "10:05:00Z");
  });

  test("for the last quarter of what is left of its PipelineRun when it opens", () => {
    assert.equal(dueFrom(waiting("24h"), pipelineRunOf({ pipeline: "2h10m" })), "11:30:00Z");
    assert.equal(dueFrom(waiting(), pipelineRunOf({})), "10:35:00Z", "not from its birth, by Tekton's hour");
  });

  test("for the last quarter of each attempt", () => {
    const HOUR_MS = 3_600_000;
    const third = [4, 6].reduce(
      (before, hours) => beginNextAttempt(before, NOW_MS + hours * HOUR_MS, NOW_MS),
      waiting("2h", 2),
    );
    assert.equal(third.status?.attempt, 3);
    assert.equal(third.status.deadline, "2026-11-24T16:00:00Z");
    assert.equal(dueFrom(third), "15:30:00Z");
  });

  test("never, when nothing ends it", () => {
    assert.equal(dueFrom(waiting()), undefined);
    assert.equal(dueFrom(waiting(), pipelineRunOf({ pipeline: "0" })), undefined);
  });
});
