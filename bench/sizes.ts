/** How much is measured. */
export interface Sizes {
  readonly latency: {
    /** How many approvals wait meanwhile; measured once for each. */
    readonly pending: readonly number[];
    readonly rounds: number;
    readonly samplesPerRound: number;
  };
  readonly rate: { readonly rounds: number; readonly approvals: number; readonly decidedAtOnce: number };
  readonly standing: {
    /** How many approvals wait when it is started; rising, measured at each. */
    readonly pending: readonly number[];
    readonly startsEach: number;
    /** One of `pending`: there, what it does when nothing happens. */
    readonly idlePending: number;
    readonly idleWindows: number;
    readonly idleWindowMs: number;
  };
}

export const FULL: Sizes = {
  latency: { pending: [100, 1_000], rounds: 5, samplesPerRound: 100 },
  rate: { rounds: 5, approvals: 300, decidedAtOnce: 8 },
  standing: {
    pending: [0, 1_000, 5_000, 10_000],
    startsEach: 3,
    idlePending: 5_000,
    // Six minutes, so that a whole list, which comes about every five, is among what it does.
    idleWindows: 6,
    idleWindowMs: 60_000,
  },
};

export const QUICK: Sizes = {
  latency: { pending: [50], rounds: 2, samplesPerRound: 10 },
  rate: { rounds: 2, approvals: 40, decidedAtOnce: 8 },
  standing: { pending: [0, 200], startsEach: 1, idlePending: 200, idleWindows: 2, idleWindowMs: 3_000 },
};
