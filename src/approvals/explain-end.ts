import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { closingReasonOf, explainClosing } from "../objects/run/closing-reason.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";

/**
 * How it has ended, for whoever comes late; `undefined` while it is open. Before the controller has recorded that the run needs
 * no answer, nothing must slip in (contract C48, C56).
 */
export function explainEnd(
  approval: ApprovalTask,
  run: CustomRun | undefined,
  nowMs: number,
): string | undefined {
  if (approval.status?.decision !== undefined) {
    return `It is decided: ${judgeApproval(approval, nowMs).message}`;
  }
  const closing = closingReasonOf(run);
  return closing === undefined ? undefined : explainClosing(closing);
}
