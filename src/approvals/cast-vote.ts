// One person's answer, from whichever door it comes: checked, recorded with its verdict in one guarded write, or refused.
import { admitVote } from "../decision/admit-vote.ts";
import type { Voter } from "../decision/request.ts";
import type { CallOptions } from "../kube/kube-api.ts";
import { addVote } from "../objects/approval/add-vote.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask, RecordedVote } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { formatTime } from "../std/clock.ts";
import { silentLogger } from "../std/logger.ts";
import { refuse, type Result } from "../std/result.ts";
import type { ApprovalRef, CastVoteError, CastVoteRequest, Recorded } from "./approvals.ts";
import { explainFailure } from "./not-recorded.ts";
import { type Judgement, type RecordDependencies, recordChange, type Situation } from "./record-change.ts";
import { refuseLink } from "./refuse-link.ts";
import { refuseBallotOf, refuseVote, type VoteSituation } from "./refuse-vote.ts";
import { answerRepeatedVote } from "./repeated-vote.ts";
import { VOTE_LIMITS, VoteTime } from "./vote-time.ts";

export interface CastVoteDependencies extends RecordDependencies {
  /** Whether it is there at all for this person. */
  readonly sees: (voter: Voter, approval: ApprovalTask) => boolean;
  /** Whether somebody whose vote would be taken may vote by others' rules, too; absent: there are none. Rejects with the port's errors. */
  readonly authorize?: (
    voter: CastVoteRequest["voter"],
    ref: ApprovalRef,
    options: CallOptions,
  ) => Promise<boolean>;
}

export type VoteOutcome = Result<Recorded, CastVoteError>;

/** Records a vote together with the verdict that follows from it. Never rejects. What `findInvalidPart` finds is not looked for again. */
export async function castVote(
  deps: CastVoteDependencies,
  request: CastVoteRequest,
  time = new VoteTime(VOTE_LIMITS),
): Promise<VoteOutcome> {
  const { ref } = request;
  const judge = async (given: Situation): Promise<Judgement<CastVoteError>> => {
    const situation = { ...given, request };
    if (!deps.sees(request.voter, given.approval)) return { answer: refuse({ kind: "notFound" }) };
    const judged = judgeVote(situation);
    const denied = "next" in judged ? await findDenial(deps, situation, time) : undefined;
    return denied === undefined ? judged : { answer: refuse(denied) };
  };
  return await recordChange<CastVoteError>(deps, { ref, what: "vote", judge, isIn: hasVote }, time);
}

/** Asked last: of whom the approval itself does not ask, nobody else needs to know. */
async function findDenial(
  { authorize, logger = silentLogger }: CastVoteDependencies,
  { request: { ref, voter }, approval, view }: VoteSituation,
  time: VoteTime,
): Promise<CastVoteError | undefined> {
  try {
    if (authorize === undefined || (await authorize(voter, ref, time.read))) return undefined;
  } catch (error) {
    return explainFailure(error, { ref, logger, what: "vote" });
  }
  const message = `This approval asks you, but the cluster does not let ${voter.name} vote on it: voting takes the verb \`approve\` on this ApprovalTask. Ask whoever grants rights in ${ref.namespace}.`;
  return { kind: "denied", message, approval: view(approval) };
}

/** The approval with the vote, or what is answered without recording one. */
function judgeVote(situation: VoteSituation): Judgement<CastVoteError> {
  const { approval, request, nowMs } = situation;
  const repeated = answerRepeatedVote(situation);
  if (repeated !== undefined) return { answer: repeated };
  const refusal = refuseLink(situation) ?? refuseVote(situation);
  if (refusal !== undefined) return { answer: refuse(refusal) };
  const admitted = admitVote(readRequest(approval), readVotes(approval), request.voter, nowMs);
  if (!admitted.ok) return { answer: refuse(refuseBallotOf(situation, admitted.error)) };
  const { operation } = request;
  const { name, issuer, subject, email } = request.voter;
  const vote: RecordedVote = {
    by: name,
    issuer,
    // In open mode it is the name itself, which need not be said twice.
    ...(subject === name ? {} : { subject }),
    ...(email === undefined ? {} : { email }),
    decision: request.decision,
    comment: request.comment,
    time: formatTime(nowMs),
    via: request.link === undefined ? request.via : "link",
    digest: computeDigest(approval.spec),
    attempt: approval.status?.attempt ?? 1,
    ...admitted.value,
    ...(operation === undefined ? {} : { operation }),
  };
  return { next: addVote(approval, vote, nowMs) };
}

/** Whether the vote that ends the list of `next` is among those that have been written since. */
function hasVote(now: ApprovalTask, next: ApprovalTask): boolean {
  const votes = next.status?.votes ?? [];
  const vote = votes.at(-1);
  if (vote === undefined) return false;
  return (now.status?.votes ?? []).slice(votes.length - 1).some((one) => isSameVote(one, vote));
}

function isSameVote(one: RecordedVote, other: RecordedVote): boolean {
  if (one.by !== other.by || one.issuer !== other.issuer || one.subject !== other.subject) return false;
  if (other.operation !== undefined) return one.operation === other.operation;
  return (
    one.decision === other.decision &&
    one.comment === other.comment &&
    one.time === other.time &&
    one.stage === other.stage &&
    one.attempt === other.attempt
  );
}
