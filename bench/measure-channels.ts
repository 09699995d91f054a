// How many a second while every channel is slow, beside the same without channels: two processes of the product in turn, each
// in a namespace of its own.
import { findFreePort } from "../rigs/find-free-port.ts";
import type { KubeApi } from "../src/kube/kube-api.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import type { Arena, Side } from "./arena.ts";
import { compareRates, rateFigure } from "./compare-rates.ts";
import { enterProduct } from "./enter-product.ts";
import type { Figure } from "./figure.ts";
import { forEachOf } from "./for-each-of.ts";
import { countSent, readOwnMetrics } from "./own-metrics.ts";
import type { Sizes } from "./sizes.ts";
import { openSlowChannels, SLOW_KINDS } from "./slow-channels.ts";

const AS_WITHOUT = { other: "without channels", goal: { atLeast: 0.95 } };
const OPEN_MODE = { auth: { modes: ["open" as const] } };
const REMOVED_AT_ONCE = 32;

export async function measureChannels(arena: Arena, sizes: Sizes["channels"]): Promise<readonly Figure[]> {
  const { approvals, decidedAtOnce, takesMs } = sizes;
  const { api } = arena.cluster;
  const channels = await openSlowChannels(arena, takesMs);
  arena.configure({ ...OPEN_MODE, channels: channels.settings });
  const without = arena.openReplica({
    port: await findFreePort(),
    settings: OPEN_MODE,
    side: arena.bare,
  });
  await arena.startWatches();
  await Promise.all([arena.startServe(), without.start()]);
  const endOf = (side: Side) => async (names: readonly string[]) => {
    await removeDecided(api, side.namespace, names);
    // What is being sent comes to an end.
    await new Promise((resolve) => setTimeout(resolve, 2 * takesMs));
  };
  const { notify } = channels;
  const rounds = await compareRates(
    {
      product: {
        ...enterProduct({ api, serve: arena.serve, side: arena.product }, { notify }),
        end: endOf(arena.product),
      },
      other: { ...enterProduct({ api, serve: without, side: arena.bare }), end: endOf(arena.bare) },
    },
    sizes,
  );
  checkSent(await readOwnMetrics(arena.serve.probeUrl));
  await without.stop();
  await arena.stopServe();
  await channels.stop();
  const what = `decide ${approvals}, ${decidedAtOnce} at a time, with every channel slow`;
  return [rateFigure(rounds, "decide", { ...AS_WITHOUT, what })];
}

/** Of what is gone nobody is told: else most of it would be told in the other's turn. */
async function removeDecided(api: KubeApi, namespace: string, names: readonly string[]): Promise<void> {
  await forEachOf(names, REMOVED_AT_ONCE, async (name) => {
    await api.delete(APPROVAL_TASKS, { namespace, name });
    await api.delete(CUSTOM_RUNS, { namespace, name });
  });
}

/** What sends nothing is not slow. */
function checkSent(metrics: string): void {
  const silent = SLOW_KINDS.filter((kind) => countSent(metrics, kind) === 0);
  if (silent.length > 0) throw new Error(`no message was taken by ${silent.join(", ")}`);
}
