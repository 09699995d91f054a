// Builds CustomRuns as Tekton makes them, and stranger ones.
import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../../src/objects/run/custom-run.ts";
import type { ObjectMeta } from "../../src/kube/kube-api.ts";

const OURS = { apiVersion: APPROVAL_API_VERSION, kind: APPROVAL_KIND } as const;

/** A run that Tekton made for the task `approve` of the PipelineRun `release-1`. */
function makeRun(spec: CustomRunSpec, metadata: Partial<ObjectMeta> = {}): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: {
      name: "release-1-approve",
      namespace: "shop",
      uid: "5c0a9f64-6c1e-4d0e-8d55-0d3f0f7f2a11",
      generation: 1,
      labels: {
        "tekton.dev/pipeline": "release",
        "tekton.dev/pipelineRun": "release-1",
        "tekton.dev/pipelineTask": "approve",
      },
      ownerReferences: [
        {
          apiVersion: "tekton.dev/v1",
          kind: "PipelineRun",
          name: "release-1",
          uid: "0e9d1b7e-2f5c-4f0e-a1b7-7f7f4a8e4c22",
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      ...metadata,
    },
    spec,
  };
}

/** As with `taskRef` in the pipeline: parameters under `params`. */
export function makeReferringRun(
  params: Readonly<Record<string, unknown>>,
  spec: Partial<CustomRunSpec> = {},
): CustomRun {
  return makeRun({
    customRef: { ...OURS, name: "approvaltask" },
    params: Object.entries(params).map(([name, value]) => ({ name, value })),
    ...spec,
  });
}

/** As with `taskSpec` in the pipeline: parameters under `customSpec.spec`, and some under `params`. */
export function makeEmbeddingRun(spec: unknown, params: Readonly<Record<string, unknown>> = {}): CustomRun {
  return makeRun({
    customSpec: { ...OURS, spec },
    params: Object.entries(params).map(([name, value]) => ({ name, value })),
  });
}
