import type { ApprovalTask } from "../approval-task.ts";
import { judgeApproval } from "../judge-approval.ts";
import { followNotices } from "./follow-notices.ts";

/** The approval with what follows for its notices from what is recorded of it, when one of them has come to an end. */
export function followDecision(approval: ApprovalTask, nowMs: number): ApprovalTask {
  const isDecided = approval.status?.decision !== undefined;
  const { stage } = judgeApproval(approval, nowMs);
  const notices = followNotices(approval, { isDecided, stage }, nowMs);
  return notices === undefined ? approval : { ...approval, status: { ...approval.status, notices } };
}
