// How many a second: many opened all at once, then decided a few at a time, beside the bare client.
import type { Arena } from "./arena.ts";
import { decideBare, labelBare, openBare, type Opened } from "./bare-client.ts";
import { compareRates, type Contender, rateFigure } from "./compare-rates.ts";
import { enterProduct } from "./enter-product.ts";
import type { Figure } from "./figure.ts";
import { createRun } from "./pending.ts";
import type { Sizes } from "./sizes.ts";

const BESIDE_BARE = { other: "bare", goal: { atLeast: 0.8 } };

export async function measureRate(arena: Arena, sizes: Sizes["rate"]): Promise<readonly Figure[]> {
  await arena.startWatches();
  await arena.startServe();
  const { cluster, serve, product: side } = arena;
  const product = enterProduct({ api: cluster.api, serve, side });
  const rounds = await compareRates({ product, other: bareOf(arena) }, sizes);
  const { approvals, decidedAtOnce } = sizes;
  const decided = `decide ${approvals}, ${decidedAtOnce} at a time`;
  return [
    rateFigure(rounds, "open", { ...BESIDE_BARE, what: `open ${approvals} at once` }),
    rateFigure(rounds, "decide", { ...BESIDE_BARE, what: decided }),
  ];
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
