// Memory of a product that was started with so many approvals waiting and has nothing left to do.
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { readHeapKb, readOwnMetrics } from "./own-metrics.ts";
import { readMemory } from "./process-usage.ts";
import type { ProcessMemory } from "./process-usage.ts";
import { median, rangeOf } from "./statistics.ts";

const EMPTY_GOAL_MB = 80;
const EACH_GOAL_KB = 4;

export interface StandingMemory extends ProcessMemory {
  readonly pending: number;
  readonly heapKb: number;
}

export async function measureMemory({ serve }: Arena, pending: number): Promise<StandingMemory> {
  const memory = readMemory(serve.pid);
  return { ...memory, heapKb: readHeapKb(await readOwnMetrics(serve.url)), pending };
}

/** Of each number that waits, its starts. The first list is of none, and what each approval adds is counted from there. */
export function memoryFigures(memories: readonly (readonly StandingMemory[])[]): readonly Figure[] {
  const totals = memories.map(toTotal);
  const emptyKb = medianOf(memories[0] ?? [], "residentKb");
  const each = memories.filter(([first]) => first !== undefined && first.pending > 0);
  return [...totals, ...each.map((starts) => toEach(starts, emptyKb))];
}

function toTotal(starts: readonly StandingMemory[]): Figure {
  const pending = starts[0]?.pending ?? 0;
  const inMb = (field: keyof StandingMemory): string => (medianOf(starts, field) / 1024).toFixed(0);
  return {
    what: `memory, ${pending.toLocaleString("en")} pending`,
    value: medianOf(starts, "residentKb") / 1024,
    unit: "MB",
    range: rangeOf(starts.map(({ residentKb }) => residentKb / 1024)),
    goal: { atMost: EMPTY_GOAL_MB + (pending * EACH_GOAL_KB) / 1024 },
    detail: `resident; peak ${inMb("peakKb")}, proportional ${inMb("proportionalKb")}, heap in use ${inMb("heapKb")} MB`,
  };
}

function toEach(starts: readonly StandingMemory[], emptyKb: number): Figure {
  const pending = starts[0]?.pending ?? 0;
  const each = starts.map(({ residentKb }) => (residentKb - emptyKb) / pending);
  return {
    what: `memory of each, ${pending.toLocaleString("en")} pending`,
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
