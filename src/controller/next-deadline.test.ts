import assert from "node:assert/strict";
import { test } from "node:test";

import { BASE_URL, makeWaitingApproval, NOW_MS } from "../../test/kit/make-approval.ts";
import { describePendingRun } from "../objects/run/run-outcome.ts";
import { buildRunStatus } from "../objects/run/run-status.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { findNextDeadline } from "./next-deadline.ts";

const HOUR_MS = 60 * 60_000;

function makeRun(spec: CustomRunSpec): CustomRun {
  const run = makeReferringRun({ approvers: ["mary"] }, spec);
  return {
    ...run,
    status: buildRunStatus(run, describePendingRun(makeWaitingApproval(run), BASE_URL), NOW_MS),
  };
}

const ONCE = makeRun({ timeout: "1h" });
const TWICE = makeRun({ timeout: "1h", retries: 1 });

for (const [sentence, run, afterMs, expectedMs] of [
  ["the run's time-out", ONCE, 1_000, HOUR_MS],
  ["none, when that is over", ONCE, HOUR_MS, undefined],
  ["the end of the first attempt", TWICE, 1_000, HOUR_MS],
  ["the end of the last attempt, when the first is over", TWICE, HOUR_MS, 2 * HOUR_MS],
  ["none of a run without a time limit", makeRun({}), 1_000, undefined],
  ["none of a run that has not begun", { ...ONCE, status: {} }, 1_000, undefined],
  ["none of a run that is not there", undefined, 1_000, undefined],
] as const) {
  test(`the next deadline is ${sentence}`, () => {
    const expected = expectedMs === undefined ? undefined : NOW_MS + expectedMs;
    assert.equal(findNextDeadline(run, undefined, NOW_MS + afterMs), expected);
  });
}

test("the next deadline is the approval's, when that comes first", () => {
  const approval = makeWaitingApproval(ONCE);
  const sooner = { ...approval, status: { ...approval.status, deadline: "2026-11-24T10:30:00Z" } };
  assert.equal(findNextDeadline(ONCE, sooner, NOW_MS), NOW_MS + HOUR_MS / 2);
});
