import type { Clock } from "../../src/std/clock.ts";
import type { Timers } from "../../src/std/timers.ts";

interface Pending {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Real time that a test can push forward: sockets and processes go on as always, deadlines come at once. */
export class ShiftedTime implements Clock, Timers {
  readonly #pending = new Set<Pending>();
  #offsetMs = 0;
  #setByMs = 0;

  now(): number {
    return this.#steadyNow() + this.#setByMs;
  }

  /** Sets the clock forward, or back, as somebody does who corrects it. Timers go on as before. */
  setBy(ms: number): void {
    this.#setByMs += ms;
  }

  #steadyNow(): number {
    return Date.now() + this.#offsetMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const cancel = (): void => {
      clearTimeout(timer);
      this.#pending.delete(pending);
    };
    const fire = (): void => {
      cancel();
      callback();
    };
    const pending = { atMs: this.#steadyNow() + delayMs, fire };
    const timer = setTimeout(fire, Math.min(delayMs, 2 ** 31 - 1));
    this.#pending.add(pending);
    return cancel;
  }

  /** Calls back at once what is due within so many milliseconds. */
  advance(ms: number): void {
    this.#offsetMs += ms;
    for (const { atMs, fire } of [...this.#pending].toSorted((a, b) => a.atMs - b.atMs)) {
      if (atMs <= this.#steadyNow()) fire();
    }
  }
}
