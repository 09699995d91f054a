import type { Clock } from "../std/clock.ts";
import { type Timers, sleep } from "../std/timers.ts";
import { KubeError, isUnavailable } from "./kube-error.ts";

/** An outage is so long. A shorter one makes no waits that are worth cutting short, and one request may fail by itself. */
const OUTAGE_MS = 3000;
/** Those who wait come back within so long: a server that has just come up is not to be trampled. */
const SPREAD_MS = 500;

const sinceStart: Clock = { now: () => performance.now() };

/**
 * Whether the API server answers, by every exchange there is with it, and who is to be told when it is back: waits that
 * grew while it was away end then.
 */
export class ServerContact {
  readonly #clock: Clock;
  readonly #subscribers = new Set<() => void>();
  /** The first failure after which nothing was answered. */
  #failingSinceMs: number | undefined;

  /** @param clock the time since the process began when absent, which no change of the clock moves. */
  constructor(clock: Clock = sinceStart) {
    this.#clock = clock;
  }

  /** An exchange went well, or was refused by a server that is well. */
  noteAnswer(): void {
    const sinceMs = this.#failingSinceMs;
    this.#failingSinceMs = undefined;
    if (sinceMs === undefined || this.#clock.now() - sinceMs < OUTAGE_MS) return;
    for (const tell of this.#subscribers) tell();
  }

  /** What an exchange rejected with. A 500 to a write may be the doing of a webhook: it says nothing of the server. */
  noteError(error: unknown, method: string): void {
    if (!isUnavailable(error)) return this.noteAnswer();
    if (error instanceof KubeError && error.status.code === 500 && method !== "GET") return;
    this.#failingSinceMs ??= this.#clock.now();
  }

  /** Calls back whenever the server is back after an outage; what is returned ends that. Must not throw. */
  onReturn(subscriber: () => void): () => void {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }
}

export interface ServerWait {
  readonly waitMs: number;
  /** What the server asked for: so long in any case. */
  readonly atLeastMs?: number;
  /** Absent: nothing cuts the wait short. */
  readonly contact: ServerContact | undefined;
  readonly timers: Timers;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Waits, and less when the server is back meanwhile. @returns true: it is. */
export async function waitForServer({
  waitMs,
  atLeastMs = 0,
  contact,
  timers,
  random,
  signal,
}: ServerWait): Promise<boolean> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  let isBack = false;
  const unsubscribe = contact?.onReturn(() => {
    isBack = true;
    end();
  });
  signal.addEventListener("abort", end, { once: true });
  try {
    if (atLeastMs > 0) await sleep(timers, atLeastMs, signal);
    await sleep(timers, Math.max(0, waitMs - atLeastMs), ended.signal);
    if (isBack) await sleep(timers, random() * SPREAD_MS, signal);
    return isBack;
  } finally {
    unsubscribe?.();
    signal.removeEventListener("abort", end);
  }
}
