// How long from a person's answer until the pipeline can go on: the run seen to have ended on a watch.
import type { Arena } from "./arena.ts";
import { decideBare, openBare } from "./bare-client.ts";
import { createRun, openPending } from "./pending.ts";
import type { Figure } from "./figure.ts";
import type { Sizes } from "./sizes.ts";
import { isAsked, isEnded } from "./states.ts";
import { percentile, rangeOf } from "./statistics.ts";
import { castVote } from "./cast-vote.ts";

const GOAL = { atMost: 1.5 };
const WARM_UP = 20;

/** Milliseconds. */
interface Round {
  readonly product: readonly number[];
  readonly bare: readonly number[];
}

/** With `pending` other approvals waiting in the product's namespace. The two take turns, answer by answer. */
export async function measureLatency(
  arena: Arena,
  pending: number,
  { rounds, samplesPerRound }: Sizes["latency"],
): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  await openPending(arena.cluster.api, { namespace, from: 0, to: pending, baseUrl: arena.serve.url });
  await arena.startWatches();
  await arena.startServe();
  await measureRound(arena, "warm-up", WARM_UP);
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await measureRound(arena, `round-${round}`, samplesPerRound));
  }
  return [0.5, 0.99].map((share) => toFigure(measured, share, pending));
}

async function measureRound(arena: Arena, prefix: string, samples: number): Promise<Round> {
  const product: number[] = [];
  const bare: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const name = `${prefix}-${sample}`;
    product.push(await timeProduct(arena, name));
    bare.push(await timeBare(arena, name));
  }
  return { product, bare };
}

async function timeProduct({ cluster, serve, product }: Arena, name: string): Promise<number> {
  await createRun(cluster.api, product.namespace, name);
  await product.tasks.until(name, isAsked);
  const ended = product.runs.until(name, isEnded);
  const startedMs = performance.now();
  await castVote(serve.url, product.namespace, name);
  return (await ended) - startedMs;
}

async function timeBare({ cluster, serve, bare }: Arena, name: string): Promise<number> {
  const opened = await openBare(cluster.api, await createRun(cluster.api, bare.namespace, name), serve.url);
  const ended = bare.runs.until(name, isEnded);
  const startedMs = performance.now();
  await decideBare(cluster.api, opened, "mary");
  return (await ended) - startedMs;
}

function toFigure(rounds: readonly Round[], share: number, pending: number): Figure {
  const product = percentile(
    rounds.flatMap((round) => round.product),
    share,
  );
  const bare = percentile(
    rounds.flatMap((round) => round.bare),
    share,
  );
  const ratios = rounds.map((round) => percentile(round.product, share) / percentile(round.bare, share));
  return {
    what: `vote to run ended, p${share * 100}, ${pending.toLocaleString("en")} pending`,
    value: product / bare,
    unit: "×",
    range: rangeOf(ratios),
    goal: GOAL,
    detail: `product ${product.toFixed(1)} ms, bare ${bare.toFixed(1)} ms`,
  };
}
