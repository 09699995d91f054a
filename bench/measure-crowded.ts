// Approvals that ask as many people as one may, by names as long as they may be: what a start with all of them peaks at.
import { BOUNDS } from "../src/objects/approval/approval-task.ts";
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { measureMemory, type StandingMemory } from "./measure-memory.ts";
import { measureStart, timeLists, type Start } from "./measure-start.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { median, rangeOf } from "./statistics.ts";

/** Well below the memory that `deploy/` gives the product. */
const PEAK_GOAL_MB = 400;
const NAMES = BOUNDS.assignees;
/** Two bytes in memory and three on the way, as most letters of the world are. */
const LETTER = "審";
const LETTER_BYTES = 3;

type CrowdedSizes = Sizes["crowded"];
type CrowdedStart = Start & StandingMemory;

export async function measureCrowded(arena: Arena, sizes: CrowdedSizes): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  const baseUrl = arena.serve.url;
  await openPending(arena.cluster.api, {
    namespace,
    from: 0,
    to: sizes.pending,
    baseUrl,
    approversOf: nameMany,
  });
  await timeLists(arena.cluster.api, namespace);
  const starts: CrowdedStart[] = [];
  for (let time = 0; time < sizes.starts; time += 1) {
    const start = await measureStart(arena);
    await arena.settleServe();
    starts.push({ ...start, ...(await measureMemory(arena)) });
    await arena.stopServe();
  }
  return [peakFigure(starts, sizes)];
}

/** No name is in two approvals. */
function nameMany(approval: number): readonly string[] {
  return Array.from({ length: NAMES }, (_, position) => {
    const start = `${approval}-${position}-`;
    return start + LETTER.repeat(Math.floor((BOUNDS.nameBytes - start.length) / LETTER_BYTES));
  });
}

function peakFigure(starts: readonly CrowdedStart[], { pending }: CrowdedSizes): Figure {
  const inMb = (field: keyof StandingMemory): string =>
    (median(starts.map((start) => start[field])) / 1024).toFixed(0);
  const inSeconds = (field: keyof Start): string =>
    (median(starts.map((start) => start[field])) / 1000).toFixed(2);
  const peaks = starts.map(({ peakKb }) => peakKb / 1024);
  return {
    what: `peak of a start, ${pending.toLocaleString("en")} pending that ask ${NAMES} long names each`,
    value: median(peaks),
    unit: "MB",
    range: rangeOf(peaks),
    goal: { atMost: PEAK_GOAL_MB },
    detail: `then resident ${inMb("residentKb")}, heap in use ${inMb("heapKb")} MB; ready in ${inSeconds("readyMs")} s, the list ${inSeconds("listMs")} s`,
  };
}
