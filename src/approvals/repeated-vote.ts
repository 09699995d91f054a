import type { RecordedVote } from "../objects/approval/approval-task.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { CastVoteError, Recorded } from "./approvals.ts";
import { isVoteOf } from "./is-vote-of.ts";
import type { VoteSituation } from "./refuse-vote.ts";

/**
 * What the same operation of the same person has led to before; `undefined` when it is new. Comes before every other
 * look at the vote: what is on record is on record, whatever has become of the approval since.
 */
export function answerRepeatedVote({
  approval,
  request,
  view,
}: VoteSituation): Result<Recorded, CastVoteError> | undefined {
  const { operation, decision, comment, digest, attempt } = request;
  if (operation === undefined) return undefined;
  const vote = approval.status?.votes?.find(
    (one) => one.operation === operation && isVoteOf(request.voter, one),
  );
  if (vote === undefined) return undefined;
  const isSame =
    vote.decision === decision &&
    vote.comment === comment &&
    (digest === undefined || vote.digest === digest) &&
    (attempt === undefined || vote.attempt === attempt);
  if (isSame) return ok({ approval: view(approval), repeated: true });
  return refuse({ kind: "reused", message: explainReuse(vote), approval: view(approval) });
}

function explainReuse({ decision }: RecordedVote): string {
  const word = decision === "approve" ? "approval" : "rejection";
  return `This operation was sent before with different contents: your ${word} is on record, and a vote cannot be changed.`;
}
