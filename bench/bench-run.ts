import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../src/objects/approval/approval-task.ts";
import type { OwnerReference } from "../src/kube/kube-api.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";

export interface BenchRunOptions {
  /** Absent: of no PipelineRun. */
  readonly owner?: OwnerReference | undefined;
  /** Two people when absent. */
  readonly approvers?: readonly string[] | undefined;
}

/** A run as Tekton makes it for a small release pipeline. */
export function buildBenchRun(
  namespace: string,
  name: string,
  { owner, approvers = ["mary", "john"] }: BenchRunOptions = {},
): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name, namespace, ...(owner === undefined ? {} : ownedBy(owner)) },
    spec: {
      customRef: { apiVersion: APPROVAL_API_VERSION, kind: APPROVAL_KIND, name: "approvaltask" },
      params: [
        { name: "pipeline", value: "bench" },
        {
          name: "description",
          value: "Release 2.14.0 to production.\n\nThe migration has run, staging is quiet.",
        },
        { name: "approvers", value: approvers },
      ],
    },
  };
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
