// How long a list-then-watch loop waits after a failure, and how long it lets a watch last.
import { backoff } from "../net/retry.ts";
import { KubeError, isUnavailable } from "./kube-error.ts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Somebody has to find out that a server that was away is back; others wait for that. */
const LONGEST_WAIT_FOR_SERVER_MS = 5000;

/** @returns milliseconds; `atLeastMs` of them because the server asked for it. */
export function waitAfterFailure(
  error: unknown,
  failures: number,
  random: () => number,
): { readonly waitMs: number; readonly atLeastMs: number } {
  const atLeastMs = error instanceof KubeError ? (error.status.retryAfterMs ?? 0) : 0;
  const longestMs = isUnavailable(error) ? LONGEST_WAIT_FOR_SERVER_MS : LONGEST_WAIT_MS;
  const backoffMs = backoff({ failures, firstMs: FIRST_WAIT_MS, longestMs }, random);
  return { waitMs: Math.max(atLeastMs, Math.round(backoffMs)), atLeastMs };
}

/**
 * Shorter than the watchdog's patience. A healthy server of a quiet cluster may say nothing for a minute (bookmarks
 * are that rare), but it ends the watch on time, with a bookmark just before; only a dead connection stays silent.
 * Random, so that many clients do not come back together.
 */
export function chooseTimeoutSeconds(silentAfterMs: number, random: () => number): number {
  return Math.max(1, Math.floor((silentAfterMs / 1000) * (0.5 + random() * 0.2)));
}
