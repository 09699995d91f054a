// Builds PipelineRuns, as far as the product reads them.
import type { KubeObject, ObjectMeta } from "../../src/kube/kube-api.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";

export interface PipelineRunChanges extends Pick<PipelineRun, "spec" | "status"> {
  /** `default` when absent. */
  readonly namespace?: string;
  readonly metadata?: Partial<ObjectMeta>;
}

/** One of the pipeline `release`; give what differs. */
export function makePipelineRun(
  name: string,
  { namespace = "default", metadata, ...parts }: PipelineRunChanges = {},
): PipelineRun {
  return {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name, namespace, ...metadata },
    spec: { pipelineRef: { name: "release" } },
    ...parts,
  };
}

/** Metadata of what that PipelineRun owns, as Tekton writes it. */
export function ownedBy({ metadata: { name, uid = "" } }: KubeObject): Pick<ObjectMeta, "ownerReferences"> {
  return {
    ownerReferences: [{ apiVersion: "tekton.dev/v1", kind: "PipelineRun", name, uid, controller: true }],
  };
}
