import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  /** Completes "Waited … for". */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Ends the wait at once when it rejects, e.g. because the process that is waited for died. */
  readonly unless?: Promise<never>;
}

/** Nobody waits longer than `COUNTERSIGN_PATIENCE_MS`, where it is set: where tests are known to fail, time is lost. */
export function limitPatience(timeoutMs: number): number {
  const { COUNTERSIGN_PATIENCE_MS: limit = "" } = process.env;
  return limit === "" ? timeoutMs : Math.min(timeoutMs, Number(limit));
}

/** Asks again and again until `probe` gives something; rejects with its last error when the time is over. */
export async function waitUntil<T>(probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const { what, everyMs = 100, unless } = options;
  const timeoutMs = limitPatience(options.timeoutMs ?? 60_000);
  const deadline = performance.now() + timeoutMs;
  let last: unknown = new Error("the answer was not the awaited one");
  while (performance.now() < deadline) {
    // Settled or not, this does not wait: the first of two settled promises wins.
    if (unless !== undefined) await Promise.race([unless, Promise.resolve()]);
    try {
      const found = await (unless === undefined ? probe() : Promise.race([probe(), unless]));
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  const reason = last instanceof Error ? last.message : String(last);
  throw new Error(`Waited ${timeoutMs / 1000} s for ${what} in vain. Last: ${reason}`, { cause: last });
}
