/** The value below which `share` (0 to 1) of the samples lie; samples in any order. `NaN` of none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const position = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return sorted[position] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

export function meanOf(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

/** Smallest and largest. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export function rangeOf(samples: readonly number[]): Range {
  return { min: Math.min(...samples), max: Math.max(...samples) };
}
