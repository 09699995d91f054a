import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { type Timers, systemTimers } from "../std/timers.ts";
import { jitter } from "./retry-policy.ts";

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

interface Delayed {
  readonly atMs: number;
  readonly cancel: () => void;
}

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 5 * 60_000;
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
  readonly #failures = new Map<string, number>();
  #handler: WorkHandler | undefined;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#clock = options.clock ?? sinceStart;
  }

  /** Keys that wait for a worker. */
  get ready(): number {
    return this.#ready.size;
  }

  /** Keys that are worked on. */
  get running(): number {
    return this.#running.size;
  }

  /** Keys that wait for a time. */
  get delayed(): number {
    return this.#delayed.size;
  }

  /** Keys whose last try failed. */
  get failing(): number {
    return this.#failures.size;
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

  /** There is nothing more to do for the key: it waits for no time, and its failures are not counted on. */
  forget(key: string): void {
    this.#failures.delete(key);
    this.#ready.delete(key);
    this.#delayed.get(key)?.cancel();
    this.#delayed.delete(key);
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
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const backoffMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
    const waitMs = Math.max(jitter(backoffMs, this.#options.random ?? Math.random), retryAfterOf(error));
    this.#options.logger.warn({ err: error, key, failures, waitMs }, "work on a key failed; trying again");
    this.addAfter(key, waitMs);
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
