/** How much is measured. */
export interface Sizes {
  readonly latency: {
    /** How many approvals wait meanwhile; measured once for each. */
    readonly pending: readonly number[];
    readonly rounds: number;
    readonly samplesPerRound: number;
  };
  readonly rate: { readonly rounds: number; readonly approvals: number; readonly decidedAtOnce: number };
  readonly standing: readonly StandingSizes[];
  readonly inbox: { readonly pending: number; readonly rounds: number; readonly samplesPerRound: number };
  readonly crowded: { readonly pending: number; readonly starts: number };
  readonly modes: { readonly rounds: number; readonly samplesPerRound: number; readonly warmUp: number };
  readonly timing: { readonly rounds: number; readonly samplesPerRound: number };
  readonly mail: { readonly rounds: number; readonly mails: number };
  readonly channels: Sizes["rate"] & {
    /** How long after all of it has come a message is taken. */
    readonly takesMs: number;
  };
  readonly notices: { readonly pending: number; readonly startsEach: number };
}

export interface StandingSizes {
  /** Whether each approval belongs to a PipelineRun, or to none. */
  readonly inPipelineRuns: boolean;
  /** How many approvals wait when it is started; rising from 0, measured at each. */
  readonly pending: readonly number[];
  readonly startsEach: number;
  /** What it does when nothing happens, with one of `pending`. */
  readonly idle?: { readonly pending: number; readonly windows: number; readonly windowMs: number };
}

export const FULL: Sizes = {
  latency: { pending: [100, 1_000], rounds: 3, samplesPerRound: 100 },
  rate: { rounds: 5, approvals: 300, decidedAtOnce: 8 },
  standing: [
    {
      inPipelineRuns: false,
      pending: [0, 1_000, 5_000, 10_000],
      startsEach: 3,
      // Six minutes, so that a whole list, which comes about every five, is among what it does.
      idle: { pending: 5_000, windows: 6, windowMs: 60_000 },
    },
    { inPipelineRuns: true, pending: [0, 2_000], startsEach: 2 },
  ],
  inbox: { pending: 2_000, rounds: 5, samplesPerRound: 100 },
  crowded: { pending: 1_000, starts: 3 },
  modes: { rounds: 5, samplesPerRound: 50, warmUp: 30 },
  timing: { rounds: 5, samplesPerRound: 400 },
  mail: { rounds: 5, mails: 1_000 },
  channels: { rounds: 5, approvals: 300, decidedAtOnce: 8, takesMs: 2_000 },
  notices: { pending: 10_000, startsEach: 3 },
};

export const QUICK: Sizes = {
  latency: { pending: [50], rounds: 2, samplesPerRound: 10 },
  rate: { rounds: 2, approvals: 40, decidedAtOnce: 8 },
  standing: [
    {
      inPipelineRuns: false,
      pending: [0, 200],
      startsEach: 1,
      idle: { pending: 200, windows: 2, windowMs: 3_000 },
    },
    { inPipelineRuns: true, pending: [0, 100], startsEach: 1 },
  ],
  inbox: { pending: 100, rounds: 2, samplesPerRound: 10 },
  crowded: { pending: 50, starts: 1 },
  modes: { rounds: 2, samplesPerRound: 5, warmUp: 2 },
  timing: { rounds: 2, samplesPerRound: 20 },
  mail: { rounds: 2, mails: 100 },
  channels: { rounds: 2, approvals: 40, decidedAtOnce: 8, takesMs: 1_000 },
  notices: { pending: 100, startsEach: 1 },
};
