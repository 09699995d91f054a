// What it takes to be there: start-up and memory with more and more approvals that wait, and the work of doing nothing.
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { idleFigure, measureIdleCpu } from "./measure-idle-cpu.ts";
import { memoryFigures, type StandingMemories } from "./measure-memory.ts";
import { startFigure } from "./measure-start.ts";
import { measureStarts } from "./measure-starts.ts";
import { openPending } from "./pending.ts";
import type { StandingSizes } from "./sizes.ts";

export async function measureStanding(arena: Arena, sizes: StandingSizes): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  const { inPipelineRuns, idle } = sizes;
  const memories: StandingMemories[] = [];
  const starts: Figure[] = [];
  const idles: Figure[] = [];
  let from = 0;
  for (const to of sizes.pending) {
    const baseUrl = arena.serve.url;
    await openPending(arena.cluster.api, { namespace, from, to, baseUrl, inPipelineRuns });
    from = to;
    const what = describePending(to, inPipelineRuns);
    const { started, memory } = await measureStarts(arena, sizes.startsEach);
    memories.push({ pending: to, what, starts: memory });
    starts.push(startFigure(started, what));
    if (idle?.pending !== to) continue;
    await arena.startServe();
    await arena.settleServe();
    idles.push(idleFigure(await measureIdleCpu(arena.serve.pid, idle), idle));
    await arena.stopServe();
  }
  return [...memoryFigures(memories), ...starts, ...idles];
}

function describePending(pending: number, inPipelineRuns: boolean): string {
  return `${pending.toLocaleString("en")} pending${inPipelineRuns ? " in PipelineRuns" : ""}`;
}
