import { buildNextAttempt } from "../objects/approval/approval-status.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { readTimeout } from "../objects/parameters/read-timeout.ts";

/**
 * The approval in its next attempt, if the one that just timed out may be followed by another; `undefined` when none
 * remains. Only a time-out comes here: a person's answer and a cancel are final (contract C57, C58).
 */
export function retryApproval(task: ApprovalTask, run: CustomRun, nowMs: number): ApprovalTask | undefined {
  const { retries = 0 } = task.spec;
  const { attempt = 1 } = task.status ?? {};
  const timeout = readTimeout(run);
  if (attempt > retries || !timeout.ok || timeout.value === undefined) return undefined;
  return { ...task, status: buildNextAttempt(task, nowMs + timeout.value, nowMs) };
}
