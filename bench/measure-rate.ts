// How many a second: many opened all at once, then decided a few at a time, until the last write is seen on a watch.
import type { Arena, Side } from "./arena.ts";
import { decideBare, labelBare, openBare, type Opened } from "./bare-client.ts";
import { castVote } from "./cast-vote.ts";
import type { Figure } from "./figure.ts";
import { forEachOf } from "./for-each-of.ts";
import { createRun } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { isAsked, isEnded, isLabelled } from "./states.ts";
import { median, rangeOf } from "./statistics.ts";

const GOAL = { atLeast: 0.8 };

/** Approvals a second. */
interface Rate {
  readonly open: number;
  readonly decide: number;
}

/** What one of the two does for each approval. */
interface Contender {
  readonly side: Side;
  /** Creates the run, and what else is left to the one who does it. */
  readonly open: (name: string) => Promise<void>;
  readonly decide: (name: string) => Promise<void>;
}

/** The two take turns, and which of them begins changes from round to round. */
export async function measureRate(arena: Arena, sizes: Sizes["rate"]): Promise<readonly Figure[]> {
  await arena.startWatches();
  await arena.startServe();
  const product = productOf(arena);
  const bare = bareOf(arena);
  const rounds: { product: Rate; bare: Rate }[] = [];
  for (let round = -1; round < sizes.rounds; round += 1) {
    const names = Array.from({ length: sizes.approvals }, (_, index) => `round-${round + 1}-${index}`);
    const time = (one: Contender): Promise<Rate> => timeRound(one, names, sizes.decidedAtOnce);
    const early = round % 2 === 0 ? undefined : await time(bare);
    const both = { product: await time(product), bare: early ?? (await time(bare)) };
    // The first round warms both up.
    if (round >= 0) rounds.push(both);
  }
  const { approvals, decidedAtOnce } = sizes;
  return [
    toFigure(rounds, "open", `open ${approvals} at once`),
    toFigure(rounds, "decide", `decide ${approvals}, ${decidedAtOnce} at a time`),
  ];
}

function productOf({ cluster, serve, product }: Arena): Contender {
  const { namespace } = product;
  return {
    side: product,
    open: async (name) => void (await createRun(cluster.api, namespace, name)),
    decide: (name) => castVote(serve.url, namespace, name),
  };
}

function bareOf({ cluster, serve, bare }: Arena): Contender {
  const { api } = cluster;
  const opened = new Map<string, Opened>();
  return {
    side: bare,
    async open(name) {
      opened.set(name, await openBare(api, await createRun(api, bare.namespace, name), serve.url));
    },
    async decide(name) {
      const one = opened.get(name);
      if (one === undefined) throw new Error(`${name} was not opened`);
      await labelBare(api, await decideBare(api, one, "mary"));
    },
  };
}

async function timeRound(
  { side, open, decide }: Contender,
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
  return {
    open: (names.length * 1000) / (openEndMs - openStartMs),
    decide: (names.length * 1000) / (decideEndMs - decideStartMs),
  };
}

function toFigure(
  rounds: readonly { readonly product: Rate; readonly bare: Rate }[],
  part: keyof Rate,
  what: string,
): Figure {
  const ratios = rounds.map(({ product, bare }) => product[part] / bare[part]);
  const product = median(rounds.map((round) => round.product[part]));
  const bare = median(rounds.map((round) => round.bare[part]));
  return {
    what,
    value: median(ratios),
    unit: "×",
    range: rangeOf(ratios),
    goal: GOAL,
    detail: `product ${product.toFixed(0)}/s, bare ${bare.toFixed(0)}/s`,
  };
}
