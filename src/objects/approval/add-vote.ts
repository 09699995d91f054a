import { applyVerdict } from "./apply-verdict.ts";
import type { ApprovalTask, RecordedVote } from "./approval-task.ts";

/** The approval with one vote more and the verdict that follows from it: vote and decision are one write (W6). */
export function addVote(approval: ApprovalTask, vote: RecordedVote, nowMs: number): ApprovalTask {
  const votes = [...(approval.status?.votes ?? []), vote];
  const voted = { ...approval, status: { ...approval.status, votes } };
  return applyVerdict(voted, nowMs);
}
