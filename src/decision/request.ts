// The engine's vocabulary: what is asked of whom, and what people answered. Plain data, no clock, no packages.
import type { Assignee } from "./assignee.ts";
import type { CancelReason, Ending } from "./verdict.ts";

export type { Assignee } from "./assignee.ts";

/** Who of the assignees must approve; `compileStages` says it in stages. */
export const STRATEGIES = ["SINGLE", "MULTI", "FOUR_EYES", "QUORUM"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * What a stage counts. `people`: as many different people as are required, whoever of the assignees they are.
 * `assignees`: a different person answers for every assignee.
 */
export const COUNTED = ["people", "assignees"] as const;

/** What a vote says. */
export const ANSWERS = ["approve", "reject"] as const;
export type Answer = (typeof ANSWERS)[number];

/** One step of an approval. */
export interface Stage {
  readonly assignees: readonly Assignee[];
  /** How many approvals complete the stage. */
  readonly required: number;
  readonly counts: (typeof COUNTED)[number];
}

/** What the engine needs of a request. Times are milliseconds since the epoch. */
export interface Request {
  readonly stages: readonly Stage[];
  /** Absent: no time-out. */
  readonly deadlineMs?: number;
  /** Present when nobody needs to answer any more. Votes that are complete win over it. */
  readonly cancelled?: CancelReason;
  /** Present when the end is recorded: it then stands, whatever the clock and the votes say. */
  readonly decision?: Ending;
}

/** Which account somebody signed in with. */
interface Account {
  /** Which authenticator vouches for the name; absent: it is not known, and the name is all there is. */
  readonly issuer?: string;
  /** The issuer's permanent ID for the account; absent: the name stands for it. */
  readonly subject?: string;
  /** Absent: none is verified to be theirs. */
  readonly email?: string;
}

/** What of a person an assignee may be. */
export const MATCHED = ["name", "email", "group"] as const;

/** How it is told whether an assignee is somebody. */
export interface MatchRules {
  readonly by: readonly (typeof MATCHED)[number][];
  /** `fold`: of the letters a to z, upper and lower case are the same in an e-mail address. */
  readonly emailCase: "exact" | "fold";
}

/** Somebody who wants to answer: what an authenticator established, never what a form says. */
export interface Voter extends Account {
  readonly name: string;
  readonly groups: readonly string[];
  /** Absent: by each of `MATCHED`, letter for letter. */
  readonly match?: MatchRules;
}

export interface Vote extends Account {
  readonly by: string;
  readonly answer: Answer;
  /** Number of the stage, from 1. */
  readonly stage: number;
  /** Positions, from 0, of all assignees of the stage that this vote could count for. */
  readonly assignees: readonly number[];
  readonly timeMs: number;
}
