// Two who do the same, in turn: many opened all at once, then decided a few at a time, until the last write is seen on a watch.
import type { Side } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { forEachOf } from "./for-each-of.ts";
import type { Sizes } from "./sizes.ts";
import { isAsked, isEnded, isLabelled } from "./states.ts";
import { median, rangeOf } from "./statistics.ts";

/** Approvals a second. */
interface Rate {
  readonly open: number;
  readonly decide: number;
}

/** What one of the two does for each approval. */
export interface Contender {
  readonly side: Side;
  /** Creates the run, and what else is left to the one who does it. */
  readonly open: (name: string) => Promise<void>;
  readonly decide: (name: string) => Promise<void>;
  /** What would still go on while it is the other's turn is ended; nothing would when absent. */
  readonly end?: (names: readonly string[]) => Promise<void>;
}

interface Contenders {
  readonly product: Contender;
  readonly other: Contender;
}

interface Round {
  readonly product: Rate;
  readonly other: Rate;
}

/** Which of them begins changes from round to round. The first round warms both up. */
export async function compareRates(
  { product, other }: Contenders,
  { rounds, approvals, decidedAtOnce }: Sizes["rate"],
): Promise<readonly Round[]> {
  const measured: Round[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const names = Array.from({ length: approvals }, (_, index) => `round-${round + 1}-${index}`);
    const time = (one: Contender): Promise<Rate> => timeTurn(one, names, decidedAtOnce);
    const early = round % 2 === 0 ? undefined : await time(other);
    const both = { product: await time(product), other: early ?? (await time(other)) };
    if (round >= 0) measured.push(both);
  }
  return measured;
}

async function timeTurn(
  { side, open, decide, end }: Contender,
  names: readonly string[],
  atOnce: number,
): Promise<Rate> {
  const openStartMs = performance.now();
  const asked = names.map((name) => side.tasks.until(name, isAsked));
  await forEachOf(names, names.length, open);
  const openEndMs = Math.max(...(await Promise.all(asked)));

  const decideStartMs = performance.now();
  const done = names.flatMap((name) => [side.runs.until(name, isEnded), side.tasks.until(name, isLabelled)]);
  await forEachOf(names, atOnce, decide);
  const decideEndMs = Math.max(...(await Promise.all(done)));
  await end?.(names);
  return {
    open: (names.length * 1000) / (openEndMs - openStartMs),
    decide: (names.length * 1000) / (decideEndMs - decideStartMs),
  };
}

interface Comparison {
  readonly what: string;
  /** What the other is called. */
  readonly other: string;
  readonly goal: Figure["goal"];
}

export function rateFigure(
  rounds: readonly Round[],
  part: keyof Rate,
  { what, other, goal }: Comparison,
): Figure {
  const ratios = rounds.map((round) => round.product[part] / round.other[part]);
  const rate = (side: keyof Round): string => median(rounds.map((round) => round[side][part])).toFixed(0);
  return {
    what,
    value: median(ratios),
    unit: "×",
    range: rangeOf(ratios),
    goal,
    detail: `product ${rate("product")}/s, ${other} ${rate("other")}/s`,
  };
}
