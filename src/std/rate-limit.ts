import type { Clock } from "./clock.ts";

export interface RateLimitOptions {
  /** So much each may take within a minute, all at once if need be. At least 1. */
  readonly perMinute: number;
  /** Of so many it is known at the same time; who has taken nothing for the longest is forgotten. */
  readonly most: number;
}

const MINUTE_MS = 60_000;

/** How much each of many may take a minute. What was taken comes back evenly: of each there is one number, and no timer. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #options: RateLimitOptions;
  /** When each has all of it again; whoever came last is at the end. */
  readonly #fullAtMs = new Map<string, number>();

  constructor(clock: Clock, options: RateLimitOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Of how many it is known. */
  get size(): number {
    return this.#fullAtMs.size;
  }

  /** Takes `cost` and answers 0; or takes nothing, and answers after how many milliseconds it could be taken. */
  take(key: string, cost = 1): number {
    const now = this.#clock.now();
    const fullAtMs = this.#find(key, now);
    const waitMs = this.#wait(fullAtMs, cost, now);
    this.#keep(key, waitMs > 0 ? fullAtMs : fullAtMs + this.#takesMs(cost));
    return waitMs;
  }

  /** As `take`, and takes nothing in any case. */
  waitFor(key: string, cost = 1): number {
    const now = this.#clock.now();
    return this.#wait(this.#find(key, now), cost, now);
  }

  /** A clock that was set back must not make anybody wait for longer than a minute. */
  #find(key: string, now: number): number {
    return Math.min(Math.max(this.#fullAtMs.get(key) ?? now, now), now + MINUTE_MS);
  }

  #wait(fullAtMs: number, cost: number, now: number): number {
    // Parts of a millisecond are what is left of divisions.
    return Math.max(0, Math.floor(fullAtMs + this.#takesMs(cost) - (now + MINUTE_MS)));
  }

  /** How long it takes to come back; more than all there is could never be taken. */
  #takesMs(cost: number): number {
    const { perMinute } = this.#options;
    return (Math.min(cost, perMinute) * MINUTE_MS) / perMinute;
  }

  #keep(key: string, fullAtMs: number): void {
    this.#fullAtMs.delete(key);
    this.#fullAtMs.set(key, fullAtMs);
    const [oldest] = this.#fullAtMs.keys();
    if (this.#fullAtMs.size > this.#options.most && oldest !== undefined) this.#fullAtMs.delete(oldest);
  }
}
