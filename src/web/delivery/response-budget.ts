/** What is taken of a budget for one answer. */
export interface Lease {
  /** It has become this large. */
  resize(bytes: number): void;
  /** It is sent, or nobody waits for it any more. A second time does nothing. */
  release(): void;
}

export interface BudgetLimits {
  /** For answers of any size together. One that is larger alone may go when nothing else does. */
  readonly maxBytes: number;
  /** Beyond that, for small ones alone: so that pages go on while long lists are read slowly. */
  readonly extraBytes: number;
  /** What counts as small. */
  readonly smallBytes: number;
}

const LIMITS: BudgetLimits = {
  maxBytes: 64 * 1024 * 1024,
  extraBytes: 16 * 1024 * 1024,
  smallBytes: 256 * 1024,
};

/**
 * The bytes of all answers that are under way. Node keeps in memory what a reader does not take, and each reader can leave as
 * much as the longest answer: what all may leave together is bounded here.
 */
export class ResponseBudget {
  readonly #limits: BudgetLimits;
  #takenBytes = 0;

  constructor(limits: BudgetLimits = LIMITS) {
    this.#limits = limits;
  }

  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** True when not even a small answer would have room, so that there is no need to make one. */
  get isFull(): boolean {
    return this.#takenBytes >= this.#limits.maxBytes + this.#limits.extraBytes;
  }

  /** Room for an answer; `undefined` when there is none. */
  take(bytes: number): Lease | undefined {
    const { maxBytes, extraBytes, smallBytes } = this.#limits;
    const bound = bytes <= smallBytes ? maxBytes + extraBytes : maxBytes;
    return this.#takenBytes === 0 || this.#takenBytes + bytes <= bound ? this.takeAnyway(bytes) : undefined;
  }

  /** For what must be said because something has been done. */
  takeAnyway(bytes: number): Lease {
    let held = bytes;
    this.#takenBytes += held;
    return {
      resize: (size) => {
        this.#takenBytes += size - held;
        held = size;
      },
      release: () => {
        this.#takenBytes -= held;
        held = 0;
      },
    };
  }
}
