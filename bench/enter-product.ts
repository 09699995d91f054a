import type { ServeProcess } from "../rigs/serve-process.ts";
import type { KubeApi } from "../src/kube/kube-api.ts";
import type { Side } from "./arena.ts";
import type { BenchRunOptions } from "./bench-run.ts";
import { castVote } from "./cast-vote.ts";
import type { Contender } from "./compare-rates.ts";
import { createRun } from "./pending.ts";

interface Product {
  readonly api: KubeApi;
  readonly serve: ServeProcess;
  readonly side: Side;
}

/** The product, which does all but to create the run and to vote. */
export function enterProduct({ api, serve, side }: Product, options: BenchRunOptions = {}): Contender {
  const { namespace } = side;
  return {
    side,
    open: async (name) => void (await createRun(api, namespace, name, options)),
    decide: (name) => castVote(serve.url, namespace, name),
  };
}
