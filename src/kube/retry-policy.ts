import { backoff } from "../net/retry.ts";
import { KubeError, KubeUnavailableError, isUnavailable } from "./kube-error.ts";

export interface FailedTry {
  readonly error: unknown;
  /** 1 for the first. */
  readonly tries: number;
  /** True for reads: to ask again changes nothing. */
  readonly idempotent: boolean;
  /** Since the first try began. */
  readonly elapsedMs: number;
}

const MOST_TRIES = 4;
const WAIT = { firstMs: 100, longestMs: Infinity };
/** Somebody waits for the answer. Longer outages are for the caller's own queue, which knows what the work is worth. */
const BUDGET_MS = 15_000;

/**
 * How long to wait before the request is tried again; `undefined`: not again. A write is repeated only when the server
 * certainly did not do it: it was never sent, or refused by a limit (429), which stands before every handler.
 */
export function waitBeforeRetry(failed: FailedTry, random: () => number): number | undefined {
  if (failed.tries >= MOST_TRIES || !mayRetry(failed)) return undefined;
  const asked = failed.error instanceof KubeError ? (failed.error.status.retryAfterMs ?? 0) : 0;
  const waitMs = Math.max(asked, backoff({ ...WAIT, failures: failed.tries }, random));
  return failed.elapsedMs + waitMs > BUDGET_MS ? undefined : waitMs;
}

function mayRetry({ error, idempotent }: FailedTry): boolean {
  if (idempotent) return isUnavailable(error);
  if (error instanceof KubeUnavailableError) return !error.sent;
  return error instanceof KubeError && error.status.code === 429;
}
