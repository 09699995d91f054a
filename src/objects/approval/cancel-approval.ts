import { describeCancelledBy } from "../../decision/describe-verdict.ts";
import { formatTime } from "../../std/clock.ts";
import { applyVerdict } from "./apply-verdict.ts";
import type { ApprovalTask, Cancellation } from "./approval-task.ts";

/** The approval ended by somebody (W6 without a vote), for good: attempts that are left begin no more. It is pending before. */
export function cancelApproval(
  approval: ApprovalTask,
  cancellation: Cancellation,
  nowMs: number,
): ApprovalTask {
  const decision = {
    state: "cancelled",
    reason: "CancelledByPerson",
    message: describeCancelledBy(cancellation.by, cancellation.reason),
    time: formatTime(nowMs),
    cancellation,
  } as const;
  return applyVerdict({ ...approval, status: { ...approval.status, decision } }, nowMs);
}
