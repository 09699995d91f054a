// Memory of a product that was started with so many approvals waiting and has nothing left to do.
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { readHeapKb, readOwnMetrics } from "./own-metrics.ts";
import { readMemory, type ProcessMemory } from "./process-usage.ts";
import { median, rangeOf } from "./statistics.ts";

const EMPTY_GOAL_MB = 80;
const EACH_GOAL_KB = 4;

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
  const totals = memories.map(toTotal);
  const emptyKb = medianOf(memories[0]?.starts ?? [], "residentKb");
  const each = memories.filter(({ pending }) => pending > 0);
  return [...totals, ...each.map((standing) => toEach(standing, emptyKb))];
}

function toTotal({ pending, what, starts }: StandingMemories): Figure {
  const inMb = (field: keyof StandingMemory): string => (medianOf(starts, field) / 1024).toFixed(0);
  return {
    what: `memory, ${what}`,
    value: medianOf(starts, "residentKb") / 1024,
    unit: "MB",
    range: rangeOf(starts.map(({ residentKb }) => residentKb / 1024)),
    goal: { atMost: EMPTY_GOAL_MB + (pending * EACH_GOAL_KB) / 1024 },
    detail: `resident; peak ${inMb("peakKb")}, proportional ${inMb("proportionalKb")}, heap in use ${inMb("heapKb")} MB`,
  };
}

function toEach({ pending, what, starts }: StandingMemories, emptyKb: number): Figure {
  const each = starts.map(({ residentKb }) => (residentKb - emptyKb) / pending);
  return {
    what: `memory of each, ${what}`,
    value: median(each),
    unit: "KB",
    range: rangeOf(each),
    goal: { atMost: EACH_GOAL_KB },
    detail: "resident, over that with nothing pending",
  };
}

function medianOf(starts: readonly StandingMemory[], field: keyof StandingMemory): number {
  return median(starts.map((start) => start[field]));
}
