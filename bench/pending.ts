import type { KubeApi } from "../src/kube/kube-api.ts";
import type { CustomRun } from "../src/objects/custom-run.ts";
import { CUSTOM_RUNS } from "../src/objects/resources.ts";
import { openBare } from "./bare-client.ts";
import { buildBenchRun } from "./bench-run.ts";
import { forEachOf } from "./for-each-of.ts";

const AT_ONCE = 32;

export async function createRun(api: KubeApi, namespace: string, name: string): Promise<CustomRun> {
  return await api.create(CUSTOM_RUNS, buildBenchRun(namespace, name));
}

/** Which approvals, of all that are made in a namespace, and the product that they are for. */
export interface PendingRange {
  readonly namespace: string;
  readonly from: number;
  readonly to: number;
  readonly baseUrl: string;
}

/**
 * Makes approvals that wait, number `from` to before `to`, in the product's place while it is stopped: each is a
 * CustomRun and its ApprovalTask as the product writes them, so that it has nothing to write when it starts.
 */
export async function openPending(
  api: KubeApi,
  { namespace, from, to, baseUrl }: PendingRange,
): Promise<void> {
  const names = Array.from({ length: to - from }, (_, index) => `pending-${from + index}`);
  await forEachOf(names, AT_ONCE, async (name) => {
    await openBare(api, await createRun(api, namespace, name), baseUrl);
  });
}
