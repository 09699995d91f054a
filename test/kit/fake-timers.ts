import type { Clock } from "../../src/std/clock.ts";
import type { Timers } from "../../src/std/timers.ts";

interface Pending {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock and timers that move only when the test says so. */
export class FakeTimers implements Clock, Timers {
  /** Goes on with the timers, whatever the clock is set to. */
  readonly steady: Clock = { now: () => this.#nowMs };
  #nowMs: number;
  /** How far the clock is ahead of the timers. */
  #setByMs = 0;
  readonly #pending = new Set<Pending>();

  constructor(nowMs = Date.parse("2026-11-24T12:00:00Z")) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  /** Sets the clock forward, or back. Timers go on as before, as those of a computer do. */
  setBy(ms: number): void {
    this.#setByMs += ms;
  }

  after(delayMs: number, callback: () => void): () => void {
    const pending = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#pending.add(pending);
    return () => void this.#pending.delete(pending);
  }

  /** Delays, in milliseconds from now, of what is pending; soonest first. */
  get delays(): readonly number[] {
    return [...this.#pending].map(({ atMs }) => atMs - this.#nowMs).sort((a, b) => a - b);
  }

  /** Moves time on, firing what is due in order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#pending.delete(next);
      this.#nowMs = next.atMs;
      next.callback();
      await settle();
    }
    this.#nowMs = endMs;
  }

  #next(endMs: number): Pending | undefined {
    let next: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.atMs <= endMs && pending.atMs < (next?.atMs ?? Infinity)) next = pending;
    }
    return next;
  }
}

/** Lets everything run that waits for no timer and no network. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
