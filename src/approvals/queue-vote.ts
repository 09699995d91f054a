// The line in front of an approval: one vote at a time, people in turns, and strangers without standing in it.
import { identifyPerson } from "../decision/identify-person.ts";
import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { FairLines } from "../std/fair-lines.ts";
import type { Logger } from "../std/logger.ts";
import { refuse } from "../std/result.ts";
import { keyOf } from "./approval-key.ts";
import type { Approvals, CastVoteError, CastVoteRequest } from "./approvals.ts";
import { castVote, type CastVoteDependencies } from "./cast-vote.ts";
import { findInvalidPart } from "./check-vote.ts";
import { isVoteOf } from "./is-vote-of.ts";
import { explainFailure, notRecorded } from "./not-recorded.ts";
import { readApproval } from "./read-approval.ts";
import { isNamed, refuseStranger } from "./refuse-vote.ts";
import { VOTE_LIMITS, VoteTime, type VoteLimits } from "./vote-time.ts";

export interface QueueVoteDependencies extends CastVoteDependencies {
  readonly logger: Logger;
  readonly limits?: VoteLimits;
}

/** Of one person and of all, at one approval. */
export const WAITING = { perOwner: 16, perCounter: 1_000 };

/**
 * Takes votes for all approvals. Two answers to one approval in one process wait for each other instead of losing the race
 * at the API server; each person waits in a line of their own, so that nobody's many requests hold up another's.
 */
export function createVoteQueue(deps: QueueVoteDependencies): Approvals["castVote"] {
  const lines = new FairLines(WAITING);
  return async (request) => {
    const invalid = findInvalidPart(request);
    if (invalid !== undefined) return refuse(invalid);
    const time = new VoteTime(deps.limits ?? VOTE_LIMITS);
    const place = { owner: ownerOf(request.voter), signal: time.signal };
    const counter = keyOf(request.ref);
    if (mayBeStranger(deps, request)) {
      const strangers = { ...place, counter: `${counter} strangers` };
      const answer = await lines.run(strangers, () => turnAway(deps, request, time));
      if (!answer.ok) return refuse(notRecorded("TooManyWaiting"));
      if (answer.value !== undefined) return refuse(answer.value);
    }
    const answer = await lines.run({ ...place, counter }, () => castVote(deps, request, time));
    return answer.ok ? answer.value : refuse(notRecorded("TooManyWaiting"));
  };
}

/** However the person spells the name. */
export function ownerOf({ issuer, name }: Voter): string {
  return JSON.stringify([issuer, identifyPerson(name)]);
}

/** The watched approval does not name this voter. It may be late, and another approval of that name by now. */
function mayBeStranger({ find }: QueueVoteDependencies, request: CastVoteRequest): boolean {
  const watched = find(request.ref);
  return watched !== undefined && !isNamed(watched, request);
}

/**
 * Refuses whom the request does not name, without a turn at the approval; `undefined`: to be judged like everybody. What
 * a request says never changes, so the watched one tells for certain what is asked under that digest. A vote that is for
 * whatever is asked now, or that may have been recorded before, takes one reading.
 */
async function turnAway(
  deps: QueueVoteDependencies,
  request: CastVoteRequest,
  time: VoteTime,
): Promise<CastVoteError | undefined> {
  const { ref, digest, operation, voter } = request;
  const turnedAway = (approval: ApprovalTask): CastVoteError =>
    refuseStranger(deps.view(approval, deps.clock.now()), voter);
  const watched = deps.find(ref);
  const isTheOneShown = watched !== undefined && digest === computeDigest(watched.spec);
  if (isTheOneShown && operation === undefined && deps.sees(voter, watched)) return turnedAway(watched);
  try {
    const approval = await readApproval(deps.api, ref, time.read);
    if (approval === undefined || !deps.sees(voter, approval)) return { kind: "notFound" };
    const hasVoted = approval.status?.votes?.some((vote) => isVoteOf(voter, vote)) ?? false;
    return hasVoted || isNamed(approval, request) ? undefined : turnedAway(approval);
  } catch (error) {
    return explainFailure(error, { ref, logger: deps.logger, what: "vote" });
  }
}
