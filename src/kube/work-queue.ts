import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { type Timers, systemTimers } from "../std/timers.ts";
import { backoff } from "../net/retry.ts";

export interface WorkQueueOptions {
  readonly logger: Logger;
  /** How many keys are worked on at once; 8 when absent. */
  readonly workers?: number;
  readonly timers?: Timers;
  /** For comparing delays; the time since the process began when absent, which no change of the clock moves. */
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Does what a key needs. When it rejects, the key is tried again; `retryAfterMs` on the error is waited for. */
export type WorkHandler = (key: string) => Promise<void>;

/** How many keys are where. */
export interface QueueLoad {
  /** They wait for a worker. */
  readonly ready: number;
  /** They are worked on. */
  readonly running: number;
  /** They wait for a time. */
  readonly delayed: number;
  /** Their last try failed; counted above too. */
  readonly failing: number;
}

interface Delayed {
  readonly atMs: number;
  readonly cancel: () => void;
}

interface Failures {
  readonly times: number;
  /** Asked for by the server. */
  readonly notBeforeMs: number;
}

const WAIT = { firstMs: 5, longestMs: 5 * 60_000 };
/** After an outage the next pause is at most that of so many failures: 640 ms. */
const TIMES_AFTER_OUTAGE = 7;
/** Keys that are tried again together are spread: ten milliseconds for each, up to a second. */
const SPREAD_OF_ONE_MS = 10;
const LONGEST_SPREAD_MS = 1000;
const sinceStart: Clock = { now: () => performance.now() };

/**
 * Keys of things to look at. A key that is added many times is worked on once, never by two workers at a time, and
 * once more when it was added while it was worked on. Keys carry no news: the handler reads how things stand.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #timers: Timers;
  readonly #clock: Clock;
  /** In the order of their adding. */
  readonly #ready = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #delayed = new Map<string, Delayed>();
  readonly #failures = new Map<string, Failures>();
  #handler: WorkHandler | undefined;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#clock = options.clock ?? sinceStart;
  }

  get load(): QueueLoad {
    return {
      ready: this.#ready.size,
      running: this.#running.size,
      delayed: this.#delayed.size,
      failing: this.#failures.size,
    };
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#ready.add(key);
    this.#pump();
  }

  /** Adds the key later. A key waits for one time only: the earliest that it was given. */
  addAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) return this.add(key);
    const atMs = this.#clock.now() + delayMs;
    const held = this.#delayed.get(key);
    if (held !== undefined && held.atMs <= atMs) return;
    held?.cancel();
    const cancel = this.#timers.after(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { atMs, cancel });
  }

  /** Adds all keys that wait for a time: it may have come, or be further off than it was. */
  hasten(): void {
    for (const [key, { cancel }] of this.#delayed) {
      cancel();
      this.#delayed.delete(key);
      this.add(key);
    }
  }

  /**
   * What they failed by is over, as far as one can know: keys that wait because they failed are tried again, and their
   * pauses grow anew from a short one. What the server asked to wait is waited for.
   */
  retryFailed(): void {
    const spreadMs = Math.min(LONGEST_SPREAD_MS, this.#failures.size * SPREAD_OF_ONE_MS);
    const nowMs = this.#clock.now();
    for (const [key, { times, notBeforeMs }] of this.#failures) {
      this.#failures.set(key, { times: Math.min(times, TIMES_AFTER_OUTAGE), notBeforeMs });
      if (this.#delayed.has(key))
        this.addAfter(key, Math.max(this.#random() * spreadMs, notBeforeMs - nowMs));
    }
  }

  /** Begins to work, on what was added before too. */
  start(handler: WorkHandler): void {
    this.#handler = handler;
    this.#pump();
  }

  /** Takes no more keys, forgets those that wait, and resolves when those that are worked on are done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ready.clear();
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    await Promise.all(this.#running.values());
  }

  #pump(): void {
    const handler = this.#handler;
    if (handler === undefined) return;
    for (const key of this.#ready) {
      if (this.#running.size >= (this.#options.workers ?? 8)) return;
      if (this.#running.has(key)) continue;
      this.#ready.delete(key);
      this.#running.set(key, this.#work(key, handler));
    }
  }

  async #work(key: string, handler: WorkHandler): Promise<void> {
    try {
      // Whoever adds a key is to finish what it does before the handler begins.
      await Promise.resolve();
      await handler(key);
      this.#failures.delete(key);
    } catch (error) {
      this.#retry(key, error);
    } finally {
      this.#running.delete(key);
      this.#pump();
    }
  }

  #retry(key: string, error: unknown): void {
    const failures = (this.#failures.get(key)?.times ?? 0) + 1;
    const askedMs = retryAfterOf(error);
    this.#failures.set(key, { times: failures, notBeforeMs: this.#clock.now() + askedMs });
    const waitMs = Math.max(backoff({ ...WAIT, failures }, this.#random), askedMs);
    this.#options.logger.warn(
      { err: error, object: key, failures, waitMs },
      "work on a key failed; trying again",
    );
    this.addAfter(key, waitMs);
  }

  get #random(): () => number {
    return this.#options.random ?? Math.random;
  }
}

/** `retryAfterMs` of an error, or of the status of a `KubeError`. */
function retryAfterOf(error: unknown): number {
  if (!isRecord(error)) return 0;
  const { retryAfterMs, status } = error;
  const asked = retryAfterMs ?? (isRecord(status) ? status["retryAfterMs"] : undefined);
  return typeof asked === "number" ? asked : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
