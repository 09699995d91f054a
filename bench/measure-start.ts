// From the start of the process until it is ready, beside the time that a bare client needs to list the same objects.
import type { Arena } from "./arena.ts";
import type { KubeApi, Resource } from "../src/kube/kube-api.ts";
import { listPages } from "../src/kube/list-pages.ts";
import { PAGE_SIZE } from "../src/kube/reflector.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../src/objects/resources.ts";
import type { Figure } from "./figure.ts";
import { median, rangeOf } from "./statistics.ts";

const GOAL = { atMost: 1 };

/** Milliseconds. */
export interface Start {
  readonly listMs: number;
  readonly readyMs: number;
}

/** Leaves the product running. */
export async function measureStart(arena: Arena): Promise<Start> {
  const listMs = await timeLists(arena.cluster.api, arena.product.namespace);
  return { listMs, readyMs: await arena.startServe() };
}

/** The three collections at once, as the product does. @returns milliseconds. */
export async function timeLists(api: KubeApi, namespace: string): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(
    [CUSTOM_RUNS, APPROVAL_TASKS, PIPELINE_RUNS].map((resource) => listAll(api, resource, namespace)),
  );
  return performance.now() - startedMs;
}

async function listAll(api: KubeApi, resource: Resource, namespace: string): Promise<void> {
  const pages = listPages({ api, resource, selection: { namespace }, limit: PAGE_SIZE });
  while ((await pages.next()).done !== true);
}

export function startFigure(starts: readonly Start[], what: string): Figure {
  const seconds = starts.map(({ listMs, readyMs }) => (readyMs - listMs) / 1000);
  const ready = median(starts.map(({ readyMs }) => readyMs / 1000));
  const list = median(starts.map(({ listMs }) => listMs / 1000));
  return {
    what: `start, beyond the list itself, ${what}`,
    value: median(seconds),
    unit: "s",
    range: rangeOf(seconds),
    goal: GOAL,
    detail: `ready in ${ready.toFixed(2)} s, the list ${list.toFixed(2)} s`,
  };
}
