import { type ClosingReason, explainClosing } from "../run/closing-reason.ts";
import { applyVerdict } from "./apply-verdict.ts";
import type { ApprovalTask } from "./approval-task.ts";
import { judgeApproval } from "./judge-approval.ts";

/** The approval with its end (W6 without a vote): cancelled, or what its votes came to before that. */
export function closeApproval(approval: ApprovalTask, closing: ClosingReason, nowMs: number): ApprovalTask {
  const verdict = judgeApproval(approval, nowMs, closing.reason);
  const message = verdict.state === "cancelled" ? explainClosing(closing) : verdict.message;
  return applyVerdict(approval, nowMs, { ...verdict, message });
}
