// When to ask again: what the other side wants, and what is fair to it.

/** No server gets to silence a client for longer than this, where nothing else is said. */
const LONGEST_MS = 5 * 60_000;

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date (RFC 9110 §10.2.3), at most
 * `longestMs`. `undefined` when there is none or it cannot be read.
 */
export function parseRetryAfter(
  header: string | undefined,
  nowMs: number,
  longestMs: number = LONGEST_MS,
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/u.test(text)) return Math.min(Number(text) * 1000, longestMs);
  const atMs = /[A-Za-z]/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(0, atMs - nowMs), longestMs);
}

interface Backoff {
  /** How many times in a row it has failed; from 1. */
  readonly failures: number;
  /** After the first failure; each one more doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Milliseconds to wait before the next try, with jitter. */
export function backoff({ failures, firstMs, longestMs }: Backoff, random: () => number): number {
  return jitter(Math.min(firstMs * 2 ** (failures - 1), longestMs), random);
}

/** Between half of the wait and the whole, so that clients that failed together do not come back together. */
export function jitter(waitMs: number, random: () => number): number {
  return waitMs * (0.5 + random() / 2);
}
