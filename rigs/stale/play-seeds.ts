import { judge } from "./judge.ts";
import { makeSchedule } from "./make-schedule.ts";
import type { Death } from "./place.ts";
import { playSchedule } from "./play-schedule.ts";
import type { Story } from "./story.ts";

/** What one schedule came to. */
export interface Outcome {
  readonly seed: number;
  readonly pattern: string;
  readonly faults: readonly string[];
  readonly deaths: readonly Death[];
  readonly counts: Counts;
}

/** Of one schedule, or of many. */
export interface Counts {
  readonly runs: number;
  readonly approvals: number;
  readonly deletedByUs: number;
  /** Votes that somebody was told are recorded. */
  readonly votes: number;
  readonly decisions: number;
  readonly writes: number;
  /** Messages that were accepted. */
  readonly messages: number;
}

export async function playSeed(seed: number): Promise<Outcome> {
  const schedule = makeSchedule(seed);
  const story = await playSchedule(schedule);
  const { deaths } = story;
  return { seed, pattern: schedule.pattern, faults: judge(story), deaths, counts: countStory(story) };
}

function countStory({ chronicle, votes, sent, accepted }: Story): Counts {
  const added = (plural: string): number =>
    chronicle.filter((entry) => entry.plural === plural && entry.type === "ADDED").length;
  const approvals = chronicle.filter(({ plural }) => plural === "approvaltasks");
  return {
    runs: added("customruns"),
    approvals: added("approvaltasks"),
    deletedByUs: approvals.filter(({ type, writer }) => type === "DELETED" && writer.startsWith("replica"))
      .length,
    votes: votes.filter(({ told }) => told === "recorded").length,
    decisions: approvals.filter(({ object, previous }) => isDecided(object) && !isDecided(previous)).length,
    writes: sent.length,
    messages: accepted.length,
  };
}

function isDecided(object: unknown): boolean {
  const { status } = (object ?? {}) as { readonly status?: { readonly decision?: unknown } };
  return status?.decision !== undefined;
}
