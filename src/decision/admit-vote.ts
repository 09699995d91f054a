import { judgeTally } from "./decide.ts";
import { findPositions } from "./entitlement.ts";
import { personOf } from "./identify-person.ts";
import type { Request, Vote, Voter } from "./request.ts";
import { type Ballot, findStage, refuseBallot, type Tally, tallyVotes } from "./tally.ts";
import type { Verdict, VoteRefusal } from "./verdict.ts";

/** Where a vote is taken: what the recorded vote must say. */
type Admission = Pick<Vote, "stage" | "assignees">;

/** Has the shape of `Result`, which the engine does not import. */
export type AdmittedVote =
  | { readonly ok: true; readonly value: Admission }
  | { readonly ok: false; readonly error: VoteRefusal };

/** What a rule looks at. */
interface Situation {
  readonly request: Request;
  readonly tally: Tally;
  readonly verdict: Verdict;
  readonly ballot: Ballot;
}

type AdmissionRule = (situation: Situation) => VoteRefusal | undefined;

const isStranger: AdmissionRule = ({ ballot }) => (ballot.positions.length === 0 ? "NotEntitled" : undefined);

const isTooLate: AdmissionRule = ({ verdict }) =>
  verdict.state === "timedOut" ? "DeadlinePassed" : undefined;

const isDecided: AdmissionRule = ({ verdict }) =>
  verdict.state === "pending" ? undefined : "AlreadyDecided";

const wouldNotCount: AdmissionRule = ({ request, tally, ballot }) => refuseBallot(request, tally, ballot);

/** In this order: a stranger learns nothing but that; then whether anybody may vote; then whether this person may. */
const RULES: readonly AdmissionRule[] = [isStranger, isTooLate, isDecided, wouldNotCount];

/**
 * Whether a vote of this person, approving or rejecting, would be taken now, and then for which stage (from 1) and
 * assignees (positions from 0). What is admitted is what `decide` counts. `nowMs` is milliseconds since the epoch.
 */
export function admitVote(
  request: Request,
  votes: readonly Vote[],
  voter: Voter,
  nowMs: number,
): AdmittedVote {
  const tally = tallyVotes(request, votes);
  const stage = findStage(request, tally);
  const positions = stage === undefined ? [] : findPositions(stage, voter);
  const ballot: Ballot = { person: personOf(voter), positions };
  const verdict = judgeTally(request, tally, nowMs);
  for (const rule of RULES) {
    const refusal = rule({ request, tally, verdict, ballot });
    if (refusal !== undefined) return { ok: false, error: refusal };
  }
  return { ok: true, value: { stage: tally.stage, assignees: positions } };
}
