import type { CustomRun } from "./custom-run.ts";
import { readTimeout } from "../parameters/read-timeout.ts";
import { findStartMs, listAttempts } from "./run-status.ts";

/**
 * When the run times out for good if nobody answers, in milliseconds since the epoch: the end of the last of the attempts
 * that it may have. `undefined` when it has no time limit, or has not begun.
 */
export function findLastDeadline(run: CustomRun, retries: number, nowMs: number): number | undefined {
  const startMs = findStartMs(run, nowMs);
  const timeout = readTimeout(run);
  if (startMs === undefined || !timeout.ok || timeout.value === undefined) return undefined;
  const attemptsLeft = 1 + Math.max(0, retries - listAttempts(run).length);
  return startMs + timeout.value * attemptsLeft;
}
