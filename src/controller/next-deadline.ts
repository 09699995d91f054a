import { findLastDeadline } from "../objects/run/last-deadline.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isRunDone } from "../objects/run/run-status.ts";
import { parseTime } from "../std/clock.ts";

/**
 * The next moment at which time alone may end a run or its attempt, as far as the caches tell, in milliseconds since the
 * epoch; `undefined` when none is to come.
 */
export function findNextDeadline(
  run: CustomRun | undefined,
  approval: ApprovalTask | undefined,
  nowMs: number,
): number | undefined {
  if (run === undefined || isRunDone(run)) return undefined;
  const retries: unknown = run.spec?.retries;
  const coming = [
    parseTime(approval?.status?.deadline),
    findLastDeadline(run, 0, nowMs),
    findLastDeadline(run, typeof retries === "number" ? retries : 0, nowMs),
  ].filter((deadlineMs) => deadlineMs !== undefined && deadlineMs > nowMs);
  return coming.toSorted((one = 0, other = 0) => one - other)[0];
}
