// What it takes to be there: start-up and memory with more and more approvals that wait, and the work of doing nothing.
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { idleFigure, measureIdleCpu } from "./measure-idle-cpu.ts";
import { measureMemory, memoryFigures } from "./measure-memory.ts";
import type { StandingMemory } from "./measure-memory.ts";
import { measureStart, startFigure } from "./measure-start.ts";
import type { Start } from "./measure-start.ts";
import { countWrites, readOwnMetrics } from "./own-metrics.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { untilQuiet } from "./until-quiet.ts";

export async function measureStanding(arena: Arena, sizes: Sizes["standing"]): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  const starts: Figure[] = [];
  const idle: Figure[] = [];
  const memories: StandingMemory[][] = [];
  let from = 0;
  for (const pending of sizes.pending) {
    await openPending(arena.cluster.api, { namespace, from, to: pending, baseUrl: arena.serve.url });
    from = pending;
    const { started, memory } = await measureStarts(arena, pending, sizes.startsEach);
    starts.push(startFigure(started, pending));
    memories.push(memory);
    if (pending !== sizes.idlePending) continue;
    await startQuietly(arena);
    idle.push(idleFigure(await measureIdleCpu(arena.serve.pid, sizes), pending, sizes));
    await arena.stopServe();
  }
  return [...memoryFigures(memories), ...starts, ...idle];
}

interface Started {
  readonly started: Start[];
  readonly memory: StandingMemory[];
}

/** Starts it afresh several times; each time it must find that there is nothing to write. */
async function measureStarts(arena: Arena, pending: number, times: number): Promise<Started> {
  const started: Start[] = [];
  const memory: StandingMemory[] = [];
  for (let time = 0; time < times; time += 1) {
    started.push(await measureStart(arena));
    await untilQuiet(arena.serve.pid);
    memory.push(await measureMemory(arena, pending));
    const writes = countWrites(await readOwnMetrics(arena.serve.url));
    if (writes > 0) {
      throw new Error(`the product found ${writes} writes to do: the bare client's are not the same`);
    }
    await arena.stopServe();
  }
  return { started, memory };
}

async function startQuietly(arena: Arena): Promise<void> {
  await arena.startServe();
  await untilQuiet(arena.serve.pid);
}
