import type { OwnerReference } from "../src/kube/kube-api.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";
import { makeAskingRun } from "../test/kit/make-run.ts";

export interface BenchRunOptions {
  /** Absent: of no PipelineRun. */
  readonly owner?: OwnerReference | undefined;
  /** Two people when absent. */
  readonly approvers?: readonly string[] | undefined;
  /** The channels that are told beside the approvers. */
  readonly notify?: { readonly notifyOnSlack: string; readonly notifyOnTeams: string };
}

/** A run as Tekton makes it for a small release pipeline. */
export function buildBenchRun(
  namespace: string,
  name: string,
  { owner, approvers = ["mary", "john"], notify }: BenchRunOptions = {},
): CustomRun {
  const params = {
    pipeline: "bench",
    description: "Release 2.14.0 to production.\n\nThe migration has run, staging is quiet.",
    approvers,
    ...notify,
  };
  return makeAskingRun(name, params, { namespace, metadata: owner === undefined ? {} : ownedBy(owner) });
}

function ownedBy(owner: OwnerReference): Partial<CustomRun["metadata"]> {
  return {
    ownerReferences: [owner],
    labels: {
      "tekton.dev/pipeline": "release",
      "tekton.dev/pipelineRun": owner.name,
      "tekton.dev/pipelineTask": "approve",
    },
  };
}
