import type { CallOptions } from "../kube/kube-api.ts";

/** In milliseconds. */
export interface VoteLimits {
  /** Within which a voter is answered, whatever the API server does. */
  readonly answerMs: number;
  /** For each reading: an API server that takes longer to read is away. */
  readonly readMs: number;
  /** Kept for looking whether the vote is there, should the answer to the write not come. */
  readonly confirmMs: number;
}

export const VOTE_LIMITS: VoteLimits = { answerMs: 9_000, readMs: 4_000, confirmMs: 2_000 };

/** The time that one vote has, from its arrival on. Goes by a clock that nobody sets. */
export class VoteTime {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  readonly #limits: VoteLimits;
  readonly #endMs: number;

  constructor(limits: VoteLimits) {
    this.#limits = limits;
    this.#endMs = performance.now() + limits.answerMs;
    this.signal = AbortSignal.timeout(limits.answerMs);
  }

  /** Whether there is time to read, to write, and to look whether it is written. */
  get suffices(): boolean {
    return this.#leftMs > 2 * this.#limits.confirmMs;
  }

  get read(): CallOptions {
    return { timeoutMs: Math.min(this.#limits.readMs, this.#leftMs - 2 * this.#limits.confirmMs) };
  }

  get write(): CallOptions {
    return { timeoutMs: this.#leftMs - this.#limits.confirmMs };
  }

  get confirm(): CallOptions {
    return { timeoutMs: this.#leftMs };
  }

  get #leftMs(): number {
    return Math.max(1, this.#endMs - performance.now());
  }
}
