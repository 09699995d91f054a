import { explainRefusal } from "../decision/explain-refusal.ts";
import { explainStranger } from "../decision/explain-stranger.ts";
import { findPositions } from "../decision/entitlement.ts";
import type { Voter } from "../decision/request.ts";
import type { VoteRefusal } from "../decision/verdict.ts";
import { assigneesOf, type ApprovalTask } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import type { CastVoteError, CastVoteRequest } from "./approvals.ts";
import type { ApprovalView } from "./approval-view.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { isOwnApproval } from "../objects/approval/is-own-approval.ts";
import { explainEnd } from "./explain-end.ts";
import { isVoteOf, mayBeVoteOf } from "./is-vote-of.ts";
import type { Situation } from "./record-change.ts";

/** What a vote meets. */
export interface VoteSituation extends Situation {
  readonly request: CastVoteRequest;
}

/** Why this vote is not taken, as far as it does not depend on who else has voted. */
export function refuseVote({
  approval,
  run,
  request,
  nowMs,
  view,
}: VoteSituation): CastVoteError | undefined {
  const end = explainEnd(approval, run, nowMs);
  if (end !== undefined) return refused("AlreadyDecided", end, view(approval));
  if (run === undefined || !isOwnApproval(approval, run)) return { kind: "notFound" };
  // It would go with the approval, and its run would be asked anew as if nobody had answered.
  if (isBeingDeleted(approval))
    return refused("ApprovalDeleted", explainRefusal("ApprovalDeleted"), view(approval));
  const change = explainChange(approval, request);
  return change === undefined ? undefined : { kind: "changed", message: change, approval: view(approval) };
}

/** Why what was shown is not what is asked now: a sentence; undefined: it is, as far as the vote says what was shown. */
function explainChange(
  { spec, status }: ApprovalTask,
  { digest, attempt }: CastVoteRequest,
): string | undefined {
  if (digest !== undefined && digest !== computeDigest(spec))
    return "The request is not the one that was shown. Read it again, then vote.";
  const current = status?.attempt ?? 1;
  if (attempt === undefined || attempt === current) return undefined;
  return `People have been asked again since it was shown: this is attempt ${current}. Look at it again, then vote.`;
}

/** Whether the request names this voter at all, in whichever stage: its `spec` never changes, so neither does this. */
export function isNamed(approval: ApprovalTask, { voter }: CastVoteRequest): boolean {
  return findPositions({ assignees: assigneesOf(approval.spec) }, voter).length > 0;
}

/** Somebody whom the request does not name: told who they are here, who is asked, and what differs where a name is near. */
export function refuseStranger(approval: ApprovalView, voter: Voter): CastVoteError {
  return refused("NotEntitled", explainStranger(approval, voter), approval);
}

/** What the engine does not take, with the reason for this very voter. */
export function refuseBallotOf(situation: VoteSituation, refusal: VoteRefusal): CastVoteError {
  const view = situation.view(situation.approval);
  if (refusal === "NotEntitled") return refuseStranger(view, situation.request.voter);
  return refused(refusal, explainTo(situation, refusal), view);
}

/** A vote by whoever cannot be told from this voter bars them too, but it is not called theirs. */
function explainTo({ approval, request }: VoteSituation, refusal: VoteRefusal): string {
  const isOfVotes = refusal === "AlreadyVoted" || refusal === "VotedInEarlierStage";
  const votes = approval.status?.votes ?? [];
  if (!isOfVotes || votes.some((vote) => isVoteOf(request.voter, vote))) return explainRefusal(refusal);
  const by = votes.find((vote) => mayBeVoteOf(request.voter, vote))?.by ?? "somebody";
  return `You are ${request.voter.name}, and ${by} has voted here: their name or account cannot be told apart from yours, so the two of you count as one.`;
}

function refused(refusal: VoteRefusal, message: string, approval: ApprovalView): CastVoteError {
  return { kind: "refused", refusal, message, approval };
}
