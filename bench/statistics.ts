/** The value below which `share` (0 to 1) of the samples lie; samples in any order. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const position = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return sorted[position] ?? Number.NaN;
}

export function mean(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

/** p50, p99 and the middle half, in milliseconds. */
export function describeSpread(samples: readonly number[]): string {
  const at = (share: number): string => percentile(samples, share).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (middle half ${at(0.25)} to ${at(0.75)}, ${samples.length} samples)`;
}

/** Runs `work` for each item, at most `concurrency` at a time; resolves when all are done. */
export async function forEachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
