// Starts the product afresh several times; each time it must find that there is nothing to write.
import type { Arena } from "./arena.ts";
import { measureMemory, type StandingMemory } from "./measure-memory.ts";
import { measureStart, timeLists, type Start } from "./measure-start.ts";
import { countWrites, readOwnMetrics } from "./own-metrics.ts";

export interface Started {
  readonly started: readonly Start[];
  /** When it has nothing left to do. */
  readonly memory: readonly StandingMemory[];
}

export async function measureStarts(arena: Arena, times: number): Promise<Started> {
  const started: Start[] = [];
  const memory: StandingMemory[] = [];
  // The first list after so many writes is slow, whoever asks for it.
  await timeLists(arena.cluster.api, arena.product.namespace);
  for (let time = 0; time < times; time += 1) {
    started.push(await measureStart(arena));
    await arena.settleServe();
    memory.push(await measureMemory(arena));
    const writes = countWrites(await readOwnMetrics(arena.serve.probeUrl));
    if (writes > 0) {
      throw new Error(
        `the product wrote ${writes} times: what the bare client left is not what it would leave`,
      );
    }
    await arena.stopServe();
  }
  return { started, memory };
}
