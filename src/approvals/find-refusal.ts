import { admitVote } from "../decision/admit-vote.ts";
import type { Voter } from "../decision/request.ts";
import type { VoteRefusal } from "../decision/verdict.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";

/** Why this person's vote would not be taken now, by the same rules as a vote; `undefined`: it would. */
export function findRefusal(approval: ApprovalTask, voter: Voter, nowMs: number): VoteRefusal | undefined {
  if (judgeApproval(approval, nowMs).state !== "pending") return "AlreadyDecided";
  if (isBeingDeleted(approval)) return "ApprovalDeleted";
  const admitted = admitVote(readRequest(approval), readVotes(approval), voter, nowMs);
  return admitted.ok ? undefined : admitted.error;
}
