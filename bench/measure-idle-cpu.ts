// What the product does while nothing happens: watches that begin anew, its Lease, and now and then a whole list.
import { spawn } from "node:child_process";
import type { Figure } from "./figure.ts";
import { readCpuMs } from "./process-usage.ts";
import type { StandingSizes } from "./sizes.ts";
import { meanOf, rangeOf } from "./statistics.ts";

type IdleSizes = NonNullable<StandingSizes["idle"]>;

const GOAL = { atMost: 0.5 };
/** Nothing but to wake up, as often as the product does. */
const BARE_PROGRAM = "setInterval(() => {}, 1000)";

/** CPU time in each window, as a share of one core, in percent. */
export interface IdleShares {
  readonly product: readonly number[];
  /** Of a Node process that only wakes up once a second: on some machines that alone is a part of a percent. */
  readonly bare: readonly number[];
}

/** Looks at both in the same windows. */
export async function measureIdleCpu(pid: number, sizes: IdleSizes): Promise<IdleShares> {
  const bare = spawn(process.execPath, ["-e", BARE_PROGRAM], { stdio: "ignore" });
  const end = (): void => void bare.kill();
  process.once("exit", end);
  try {
    const [product, floor] = await Promise.all([
      measureShares(pid, sizes),
      measureShares(bare.pid ?? 0, sizes),
    ]);
    return { product, bare: floor };
  } finally {
    end();
    process.off("exit", end);
  }
}

async function measureShares(pid: number, { windows, windowMs }: IdleSizes): Promise<readonly number[]> {
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
export function idleFigure({ product, bare }: IdleShares, { pending, windowMs }: IdleSizes): Figure {
  const windows = `${product.length} windows of ${windowMs / 1000} s`;
  return {
    what: `idle CPU, ${pending.toLocaleString("en")} pending`,
    value: meanOf(product),
    unit: "%",
    range: rangeOf(product),
    goal: GOAL,
    detail: `of a core, in ${windows}; a Node process that only wakes up once a second: ${meanOf(bare).toFixed(2)} %`,
  };
}
