/** Runs `work` for each item, at most `concurrency` at a time; resolves when all are done. */
export async function forEachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: Math.min(concurrency, items.length) }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
