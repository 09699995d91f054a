// What the product does while nothing happens: watches that begin anew, its Lease, and now and then a whole list.
import type { Figure } from "./figure.ts";
import { readCpuMs } from "./process-usage.ts";
import type { StandingSizes } from "./sizes.ts";
import { rangeOf } from "./statistics.ts";

type IdleSizes = NonNullable<StandingSizes["idle"]>;

const GOAL = { atMost: 0.5 };

/** CPU time in one window, as a share of one core, in percent. */
export async function measureIdleCpu(
  pid: number,
  { windows, windowMs }: IdleSizes,
): Promise<readonly number[]> {
  const shares: number[] = [];
  let beforeMs = readCpuMs(pid);
  let startedMs = performance.now();
  for (let window = 0; window < windows; window += 1) {
    await new Promise((resolve) => setTimeout(resolve, windowMs));
    const nowMs = readCpuMs(pid);
    const endedMs = performance.now();
    shares.push((100 * (nowMs - beforeMs)) / (endedMs - startedMs));
    beforeMs = nowMs;
    startedMs = endedMs;
  }
  return shares;
}

/** The mean of all windows: what is rare counts by its share of the time. */
export function idleFigure(shares: readonly number[], { pending, windowMs }: IdleSizes): Figure {
  return {
    what: `idle CPU, ${pending.toLocaleString("en")} pending`,
    value: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    unit: "%",
    range: rangeOf(shares),
    goal: GOAL,
    detail: `of a core, in ${shares.length} windows of ${windowMs / 1000} s`,
  };
}
