import { confirmPositions } from "./entitlement.ts";
import { isSamePerson, type Person, personOf } from "./identify-person.ts";
import { EMPTY_MATCHING, type Matching, matchOneMore } from "./match-assignees.ts";
import type { Request, Stage, Vote } from "./request.ts";
import type { VoteRefusal } from "./verdict.ts";

/** What the votes come to, without the clock: which of them count, and where that leaves the request. */
export interface Tally {
  readonly outcome: "open" | "approved" | "rejected";
  /** The open stage, from 1; when the outcome is there, the last one that was open. */
  readonly stage: number;
  /** The votes that count, in the order given. */
  readonly counted: readonly CountedVote[];
  /** Of the approvals in this stage to its assignees; stays empty in a stage that counts people. */
  readonly matching: Matching;
}

interface CountedVote extends Vote {
  readonly person: Person;
  /** Its position, from 0, in the list that was tallied. */
  readonly index: number;
}

/** Somebody's answer, before it is known whether it counts. */
export interface Ballot {
  readonly person: Person;
  /** Positions of the assignees of the stage that it could count for. */
  readonly positions: readonly number[];
}

/** Why a ballot does not count in a tally; `undefined` when the rule finds nothing. */
type BallotRule = (tally: Tally, ballot: Ballot, stage: Stage) => VoteRefusal | undefined;

const isStranger: BallotRule = (_tally, { positions }) =>
  positions.length === 0 ? "NotEntitled" : undefined;

const hasVoted: BallotRule = ({ counted, stage }, { person }) =>
  counted.some((vote) => vote.stage === stage && isSamePerson(vote.person, person))
    ? "AlreadyVoted"
    : undefined;

const hasVotedEarlier: BallotRule = ({ counted, stage }, { person }) =>
  counted.some((vote) => vote.stage < stage && isSamePerson(vote.person, person))
    ? "VotedInEarlierStage"
    : undefined;

const isAnswered: BallotRule = ({ matching }, { positions }, { counts }) =>
  counts === "assignees" && matchOneMore(matching, positions) === undefined ? "AssigneeAnswered" : undefined;

/** In this order: what concerns the person comes before what concerns the others. */
const RULES: readonly BallotRule[] = [isStranger, hasVoted, hasVotedEarlier, isAnswered];

/** The stage that the tally stands in; `undefined` only for a request without stages, in which nothing counts. */
export function findStage(request: Request, tally: Tally): Stage | undefined {
  return request.stages[tally.stage - 1];
}

/** Why a ballot would not count in the open stage; `undefined` when it would. Says nothing about the clock. */
export function refuseBallot(request: Request, tally: Tally, ballot: Ballot): VoteRefusal | undefined {
  const stage = findStage(request, tally);
  if (stage === undefined) return "NotEntitled";
  for (const rule of RULES) {
    const refusal = rule(tally, ballot, stage);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * Counts votes from the first to the last, in the order of the list, which is the order in which they were written.
 * One that should not be there (a stranger's, a second one, one for another stage, one at or after the deadline or
 * the end) changes nothing.
 */
export function tallyVotes(request: Request, votes: readonly Vote[]): Tally {
  const start: Tally = { outcome: "open", stage: 1, counted: [], matching: EMPTY_MATCHING };
  return votes.reduce((tally, vote, index) => countVote(request, tally, { ...vote, index }), start);
}

function countVote(request: Request, tally: Tally, vote: Omit<CountedVote, "person">): Tally {
  const stage = findStage(request, tally);
  if (stage === undefined || tally.outcome !== "open" || vote.stage !== tally.stage) return tally;
  if (request.deadlineMs !== undefined && vote.timeMs >= request.deadlineMs) return tally;
  const person = personOf({ ...vote, name: vote.by });
  const ballot: Ballot = { person, positions: confirmPositions(stage, vote) };
  if (refuseBallot(request, tally, ballot) !== undefined) return tally;

  const counted = [...tally.counted, { ...vote, person }];
  if (vote.answer === "reject") return { ...tally, counted, outcome: "rejected" };
  const matching =
    stage.counts === "assignees"
      ? (matchOneMore(tally.matching, ballot.positions) ?? tally.matching)
      : EMPTY_MATCHING;
  const approvals = counted.filter((one) => one.stage === tally.stage).length;
  if (approvals < stage.required) return { ...tally, counted, matching };
  if (tally.stage === request.stages.length) return { ...tally, counted, matching, outcome: "approved" };
  return { outcome: "open", stage: tally.stage + 1, counted, matching: EMPTY_MATCHING };
}
