// Memory of a product that was started with so many approvals waiting and has nothing left to do.
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { readHeapKb, readOwnMetrics } from "./own-metrics.ts";
import { readMemory, type ProcessMemory } from "./process-usage.ts";
import { median, rangeOf } from "./statistics.ts";

const EMPTY_GOAL_MB = 80;
export const EACH_GOAL_KB = 4;

export interface StandingMemory extends ProcessMemory {
  readonly heapKb: number;
}

/** What several processes took that were started with the same approvals waiting. */
export interface StandingMemories {
  readonly pending: number;
  /** `1,000 pending`. */
  readonly what: string;
  readonly starts: readonly StandingMemory[];
}

export async function measureMemory({ serve }: Arena): Promise<StandingMemory> {
  const memory = readMemory(serve.pid);
  return { ...memory, heapKb: readHeapKb(await readOwnMetrics(serve.probeUrl)) };
}

/** The first is with none waiting: what each approval adds is counted from there. */
export function memoryFigures(memories: readonly StandingMemories[]): readonly Figure[] {
  const [empty] = memories;
  const each = memories.filter(({ pending }) => pending > 0);
  return [
    ...memories.map((standing) => totalFigure(standing, EACH_GOAL_KB)),
    ...each.map((standing) =>
      eachFigure(standing, {
        beside: empty?.starts ?? [],
        goalKb: EACH_GOAL_KB,
        detail: "resident, over that with nothing pending",
      }),
    ),
  ];
}

/** @param eachGoalKb how much each that waits may take. */
export function totalFigure({ pending, what, starts }: StandingMemories, eachGoalKb: number): Figure {
  const inMb = (field: keyof StandingMemory): string => (medianOf(starts, field) / 1024).toFixed(0);
  return {
    what: `memory, ${what}`,
    value: medianOf(starts, "residentKb") / 1024,
    unit: "MB",
    range: rangeOf(starts.map(({ residentKb }) => residentKb / 1024)),
    goal: { atMost: EMPTY_GOAL_MB + (pending * eachGoalKb) / 1024 },
    detail: `resident; peak ${inMb("peakKb")}, proportional ${inMb("proportionalKb")}, heap in use ${inMb("heapKb")} MB`,
  };
}

interface Beside {
  /** Starts without what is counted. */
  readonly beside: readonly StandingMemory[];
  readonly goalKb: number;
  readonly detail: string;
}

/** What each of them adds to the memory. */
export function eachFigure(
  { pending, what, starts }: StandingMemories,
  { beside, goalKb, detail }: Beside,
): Figure {
  const besideKb = medianOf(beside, "residentKb");
  const each = starts.map(({ residentKb }) => (residentKb - besideKb) / pending);
  return {
    what: `memory of each, ${what}`,
    value: median(each),
    unit: "KB",
    range: rangeOf(each),
    goal: { atMost: goalKb },
    detail,
  };
}

function medianOf(starts: readonly StandingMemory[], field: keyof StandingMemory): number {
  return median(starts.map((start) => start[field]));
}
