import type { KubeApi } from "../src/kube/kube-api.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";
import { CUSTOM_RUNS } from "../src/objects/resources.ts";
import { openBare } from "./bare-client.ts";
import { createPipelineRun } from "./bench-pipeline-run.ts";
import { type BenchRunOptions, buildBenchRun } from "./bench-run.ts";
import { forEachOf } from "./for-each-of.ts";

const AT_ONCE = 32;

export async function createRun(
  api: KubeApi,
  namespace: string,
  name: string,
  options: BenchRunOptions = {},
): Promise<CustomRun> {
  return await api.create(CUSTOM_RUNS, buildBenchRun(namespace, name, options));
}

/** Which approvals, of all that are made in a namespace, and the product that they are for. */
export interface PendingRange {
  readonly namespace: string;
  readonly from: number;
  readonly to: number;
  readonly baseUrl: string;
  /** Each of a PipelineRun of its own; of none when absent. */
  readonly inPipelineRuns?: boolean;
  /** Whom the approval of that number asks; the same two people when absent. */
  readonly approversOf?: (number: number) => readonly string[];
}

/**
 * Makes approvals that wait, number `from` to before `to`, in the product's place while it is stopped: each is a
 * CustomRun and its ApprovalTask as the product writes them, so that it has nothing to write when it starts.
 */
export async function openPending(
  api: KubeApi,
  { namespace, from, to, baseUrl, inPipelineRuns = false, approversOf }: PendingRange,
): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  await forEachOf(numbers, AT_ONCE, async (number) => {
    const owner = inPipelineRuns ? await createPipelineRun(api, namespace, `release-${number}`) : undefined;
    const options = { owner, approvers: approversOf?.(number) };
    await openBare(api, await createRun(api, namespace, `pending-${number}`, options), baseUrl);
  });
}
