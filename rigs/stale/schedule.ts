// What a schedule says: plain data, made of a seed, so that the same seed plays the same again.
import type { Answer, Strategy } from "../../src/decision/request.ts";
import type { ApprovalSpec } from "../../src/objects/approval/approval-task.ts";

/** Which of the two replicas. One that was killed comes back in the same place, with empty caches. */
export type Place = 0 | 1;
/** What is watched. */
export type Watched = "runs" | "approvals" | "pipelineRuns";

/** How the list and the watch of one kind reach one replica. `oldLists`: a list is as old as the watch, too. */
export type WatchWeather =
  | { readonly mode: "clear" }
  /** Nothing new comes through until this changes; then all of it, in order. */
  | { readonly mode: "held"; readonly oldLists: boolean }
  | { readonly mode: "late"; readonly byMs: number; readonly oldLists: boolean }
  /** This share of events never comes. */
  | { readonly mode: "lossy"; readonly share: number }
  /** In any order, some twice. */
  | { readonly mode: "shuffled"; readonly withinMs: number }
  /** As with a connection that is half open: nothing at all comes, not even its end. */
  | { readonly mode: "silent" };

/** How the other requests of one replica fare; shares of them. */
export interface RequestWeather {
  /** How long a request or its answer may be on its way. */
  readonly upToMs: number;
  /** Refused by the API server: 429, 500, 503. */
  readonly refused: number;
  /** Never arrives. */
  readonly lost: number;
  /** Done, and the answer never arrives. */
  readonly unanswered: number;
}

/** Where a write is cut off: before it leaves, done with its answer on the way, or answered. */
export const CUTS = ["before", "applied", "answered"] as const;
export type Cut = (typeof CUTS)[number];

/** What a run asks. */
export interface Ask {
  readonly strategy: Strategy;
  readonly approvers: readonly string[];
  readonly groups: readonly string[];
  readonly approvalsRequired?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly onReject?: ApprovalSpec["onReject"];
  /** Made by a PipelineRun, and so owned by it. */
  readonly pipeline: boolean;
}

export type Propagation = "Background" | "Foreground" | "Orphan";

export type Happening =
  | { readonly what: "createRun"; readonly name: string; readonly ask: Ask }
  | { readonly what: "deleteRun"; readonly name: string; readonly propagation: Propagation }
  | { readonly what: "cancelRun"; readonly name: string }
  /** Somebody else writes its end. */
  | { readonly what: "endRun"; readonly name: string }
  | { readonly what: "finishPipelineRun"; readonly name: string }
  | { readonly what: "deletePipelineRun"; readonly name: string; readonly propagation: Propagation }
  | { readonly what: "deleteApproval"; readonly name: string }
  /** Somebody else's finalizer: what is deleted stays until that is taken off. */
  | { readonly what: "holdRun" | "holdApproval" | "letRunGo" | "letApprovalGo"; readonly name: string }
  | {
      readonly what: "vote";
      readonly name: string;
      readonly by: string;
      readonly decision: Answer;
      readonly place: Place;
    }
  | {
      readonly what: "watchWeather";
      readonly place: Place;
      readonly watched: Watched;
      readonly weather: WatchWeather;
    }
  | { readonly what: "requestWeather"; readonly place: Place; readonly weather: RequestWeather }
  /** Dies at its n-th write from now, counted from 0, and comes back `downMs` later. */
  | {
      readonly what: "killAtWrite";
      readonly place: Place;
      readonly write: number;
      readonly cut: Cut;
      readonly downMs: number;
    }
  /** The API server forgets its history. */
  | { readonly what: "compact" }
  | { readonly what: "kill"; readonly place: Place; readonly downMs: number };

export type TimedHappening = Happening & { readonly atMs: number };

export interface Schedule {
  readonly seed: number;
  /** The pattern it was made after. */
  readonly pattern: string;
  /** One of the two holds the Lease and works, or both work at once as after a split. */
  readonly leadership: "elected" | "split";
  /** Whether a program is told of the approvals. */
  readonly tells: boolean;
  /** In the order of time. */
  readonly happenings: readonly TimedHappening[];
  /** From then on everything is well: the watches, the connections, the replicas. */
  readonly calmAtMs: number;
}
