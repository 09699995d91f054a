// Notices when the wall clock is set, so that what waits for a time of day can measure its wait anew (decision 12).
import type { Clock } from "./clock.ts";
import type { Timers } from "./timers.ts";

export interface ClockWatchOptions {
  /** The wall clock. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** What no setting of the wall clock moves; the time since the process began when absent. */
  readonly steady?: Clock;
}

/** How often the two clocks are compared. */
const EVERY_MS = 2_000;
/** Less is how far two clocks may drift apart by themselves, and too little to matter for a deadline. */
const TOLERANCE_MS = 1_000;

const sinceStart: Clock = { now: () => performance.now() };

/** Compares the wall clock with one that goes on steadily, and tells when it has moved by itself. */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  readonly #subscribers = new Set<(byMs: number) => void>();
  /** How far the wall clock was ahead of the steady one when that was last told. */
  #aheadMs = 0;
  #cancel: (() => void) | undefined;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
  }

  /** Calls back after each jump with its length in milliseconds, below zero when time went back. */
  onJump(subscriber: (byMs: number) => void): void {
    this.#subscribers.add(subscriber);
  }

  start(): void {
    this.#aheadMs = this.#measure();
    this.#lookLater();
  }

  stop(): void {
    this.#cancel?.();
  }

  #lookLater(): void {
    this.#cancel = this.#options.timers.after(EVERY_MS, () => {
      this.#lookLater();
      this.#look();
    });
  }

  #look(): void {
    const aheadMs = this.#measure();
    const byMs = aheadMs - this.#aheadMs;
    if (Math.abs(byMs) <= TOLERANCE_MS) return;
    this.#aheadMs = aheadMs;
    for (const subscriber of this.#subscribers) subscriber(byMs);
  }

  #measure(): number {
    const { clock, steady = sinceStart } = this.#options;
    return clock.now() - steady.now();
  }
}
