import type { FakeTimers } from "../../test/kit/fake-timers.ts";
import type { Chance } from "./chance.ts";

/**
 * Lets `work` run in a process whose chance is seeded and whose monotonic clock is the schedule's: what takes them from
 * the language itself (jitter of queues, age of a Lease) then repeats with the seed, too. Not for two works at once.
 */
export async function inVirtualProcess<T>(
  time: FakeTimers,
  chance: Chance,
  work: () => Promise<T>,
): Promise<T> {
  const random = Math.random;
  const now = performance.now.bind(performance);
  const startMs = time.now();
  Math.random = () => chance.next();
  performance.now = () => time.now() - startMs;
  try {
    return await work();
  } finally {
    Math.random = random;
    performance.now = now;
  }
}
