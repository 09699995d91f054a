// The one way to wait for what comes in its own time, and the one patience.
import { setTimeout as sleep } from "node:timers/promises";

const { COUNTERSIGN_PATIENCE_MS: limit = "" } = process.env;
const LIMIT_MS = limit === "" ? Infinity : Number(limit);
/**
 * So long we wait for what should come: only what fails waits so long. `COUNTERSIGN_PATIENCE_MS` sets it, lower where tests
 * are known to fail, higher on a slow machine.
 */
export const PATIENCE_MS = Number.isFinite(LIMIT_MS) ? LIMIT_MS : 60_000;
const FIRST_PAUSE_MS = 5;
const GROWTH = 1.3;

export interface UntilOptions {
  /** `PATIENCE_MS` when absent; never more than the environment sets. */
  readonly withinMs?: number;
  /** The longest pause between two looks, 100 when absent; the first are shorter. */
  readonly everyMs?: number;
  /** Ends the wait at once when it rejects, e.g. because the process that is waited for died. */
  readonly unless?: Promise<never>;
}

/**
 * Looks again and again until there is something to see: anything but `undefined` and `false`. Rejects when the time is over,
 * and says what the last look threw. `what` is what should come: "the run has ended".
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = PATIENCE_MS, everyMs = 100, unless = new Promise<never>(() => {}) }: UntilOptions = {},
): Promise<T> {
  const patienceMs = Math.min(withinMs, LIMIT_MS);
  const deadlineMs = performance.now() + patienceMs;
  let pauseMs = Math.min(FIRST_PAUSE_MS, everyMs);
  let last: unknown = new Error("there was nothing to see");
  while (performance.now() < deadlineMs) {
    // Settled or not, this does not wait: the first of two settled promises wins.
    await Promise.race([unless, Promise.resolve()]);
    try {
      const found = await Promise.race([look(), unless]);
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * GROWTH, everyMs);
  }
  const reason = last instanceof Error ? last.message : String(last);
  throw new Error(`Waited ${patienceMs / 1000} s in vain: ${what}. Last: ${reason}`, { cause: last });
}
