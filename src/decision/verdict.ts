import type { Assignee } from "./assignee.ts";

/** How an approval can end. */
export const END_STATES = ["approved", "rejected", "timedOut", "cancelled"] as const;

export const VERDICT_STATES = ["pending", ...END_STATES] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** Why nobody needs to answer any more. */
const CANCEL_REASONS = [
  "CancelledByPerson",
  "RunCancelled",
  "RunDeleted",
  "RunNotOurs",
  "RunEnded",
  "PipelineRunTimedOut",
  "PipelineRunFinished",
  "PipelineRunGone",
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why an approval stands as it does. Closed. */
export const VERDICT_REASONS = [
  "WaitingForVotes",
  "QuorumReached",
  "RejectedByVote",
  "DeadlinePassed",
  ...CANCEL_REASONS,
] as const;
export type VerdictReason = (typeof VERDICT_REASONS)[number];

/** How an approval ended: what is recorded of a terminal verdict. */
export interface Ending {
  readonly state: (typeof END_STATES)[number];
  readonly reason: VerdictReason;
  readonly message: string;
}

/** What the engine computes from request, votes and time. */
export interface Verdict {
  readonly state: VerdictState;
  readonly reason: VerdictReason;
  /** A sentence for people. Holds no time of day, so that it does not change by itself. */
  readonly message: string;
  /** Votes received and needed over all stages: FOUR_EYES `1 of 2`; MULTI, of the number of assignees. */
  readonly responses: { readonly received: number; readonly required: number };
  /** The stage that is open, from 1; when terminal, the last one that was open. */
  readonly stage: number;
  /** Who may still answer in the open stage; empty when terminal. */
  readonly waitingFor: readonly Assignee[];
}

/** Why a vote is not taken. Closed. */
export const VOTE_REFUSALS = [
  /** Not named in the open stage, by name or by group. */
  "NotEntitled",
  /** This person, however spelled, has voted in the stage. */
  "AlreadyVoted",
  /** Approved an earlier stage, so the open one needs somebody else. */
  "VotedInEarlierStage",
  /** Every assignee that the vote could count for has been answered for by others. */
  "AssigneeAnswered",
  /** The verdict is terminal. */
  "AlreadyDecided",
  /** The approval itself is being deleted, and its votes with it. */
  "ApprovalDeleted",
  /** The deadline has passed, whether or not it is recorded yet. */
  "DeadlinePassed",
] as const;
export type VoteRefusal = (typeof VOTE_REFUSALS)[number];
