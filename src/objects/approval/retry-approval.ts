import { readTimeout } from "../parameters/read-timeout.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { applyVerdict } from "./apply-verdict.ts";
import { readRequest } from "./approval-request.ts";
import type { ApprovalTask } from "./approval-task.ts";
import { intendNotices } from "./notices/intend-notices.ts";
import type { Telling } from "./notices/telling.ts";
import { buildDeadline } from "./start-approval.ts";

/**
 * The approval in its next attempt, if the one that just timed out may be followed by another; `undefined` when none
 * remains. Only a time-out comes here: a person's answer and a cancel are final (contract C57, C58).
 */
export function retryApproval(
  approval: ApprovalTask,
  run: CustomRun,
  nowMs: number,
  tellings: readonly Telling[] = [],
): ApprovalTask | undefined {
  const { retries = 0 } = approval.spec;
  const { attempt = 1 } = approval.status ?? {};
  const timeout = readTimeout(run);
  if (attempt > retries || !timeout.ok || timeout.value === undefined) return undefined;
  return beginNextAttempt(approval, nowMs + timeout.value, nowMs, tellings);
}

/** The same request, asked anew with a deadline of its own. The votes before stay on record and count no more. */
export function beginNextAttempt(
  approval: ApprovalTask,
  deadlineMs: number,
  nowMs: number,
  tellings: readonly Telling[] = [],
): ApprovalTask {
  const { status = {} } = approval;
  const attempt = (status.attempt ?? 1) + 1;
  const { stages } = readRequest(approval);
  const next = { ...approval, status: { ...status, attempt, stages, ...buildDeadline(deadlineMs) } };
  return applyVerdict(intendNotices(next, tellings, nowMs), nowMs);
}
