// Builds CustomRuns as Tekton makes them.
import type { ObjectMeta } from "../../src/kube/kube-api.ts";
import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../../src/objects/run/custom-run.ts";

const OURS = { apiVersion: APPROVAL_API_VERSION, kind: APPROVAL_KIND } as const;

export interface RunChanges extends CustomRunSpec {
  /** `default` when absent. */
  readonly namespace?: string;
  readonly metadata?: Partial<ObjectMeta>;
}

/** A run that asks for an approval, as with `taskRef` in the pipeline: parameters under `params`. Give what differs. */
export function makeAskingRun(
  name: string,
  params: Readonly<Record<string, unknown>>,
  { namespace = "default", metadata, ...spec }: RunChanges = {},
): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name, namespace, ...metadata },
    spec: { customRef: { ...OURS, name: "approvaltask" }, params: listParams(params), ...spec },
  };
}

/** That of a PipelineRun's task `approve`, with all that Tekton writes on it. */
export function makeReferringRun(
  params: Readonly<Record<string, unknown>>,
  spec: CustomRunSpec = {},
): CustomRun {
  return makeAskingRun("release-1-approve", params, { namespace: "shop", metadata: BY_TEKTON, ...spec });
}

/** As with `taskSpec` in the pipeline: parameters under `customSpec.spec`, and some under `params`. */
export function makeEmbeddingRun(spec: unknown, params: Readonly<Record<string, unknown>> = {}): CustomRun {
  const customSpec = { ...OURS, spec };
  return { ...makeReferringRun({}), spec: { customSpec, params: listParams(params) } };
}

function listParams(params: Readonly<Record<string, unknown>>): NonNullable<CustomRunSpec["params"]> {
  return Object.entries(params).map(([name, value]) => ({ name, value }));
}

const BY_TEKTON: Partial<ObjectMeta> = {
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
};
