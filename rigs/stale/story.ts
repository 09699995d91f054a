import type { CastVoteError } from "../../src/approvals/approvals.ts";
import type { Answer } from "../../src/decision/request.ts";
import type { Entry } from "./cluster.ts";
import type { Death } from "./place.ts";
import type { SentWrite } from "./replica-api.ts";
import type { Accepted } from "./sink.ts";
import type { Schedule } from "./schedule.ts";

/** What somebody who voted was told. Its comment is like no other's, so that it can be found again. */
export interface GivenVote {
  readonly comment: string;
  readonly atMs: number;
  readonly name: string;
  readonly by: string;
  readonly decision: Answer;
  /** `silence`: the replica died over it. Else what a page or the API would be told. */
  readonly told: "silence" | "recorded" | CastVoteError["kind"] | "failed";
  /** While all was well. */
  readonly inCalm: boolean;
}

/** Everything that happened in one schedule. Times are milliseconds since the epoch. */
export interface Story {
  readonly schedule: Schedule;
  readonly startMs: number;
  /** From then on all is well. */
  readonly calmMs: number;
  /** When all runs had ended and nothing was written any more; `undefined`: never. */
  readonly settledMs: number | undefined;
  readonly endMs: number;
  /** All that was written, in order. */
  readonly chronicle: readonly Entry[];
  readonly votes: readonly GivenVote[];
  /** What replicas wrote or tried to. */
  readonly sent: readonly SentWrite[];
  readonly deaths: readonly Death[];
  /** Messages, in order. */
  readonly accepted: readonly Accepted[];
}
