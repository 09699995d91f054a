// Metadata that Kubernetes takes: owners that nobody gave, finalizers that nobody will remove, labels of Tekton's.
import * as fc from "fast-check";
import type { Json, JsonObject } from "../world/json.ts";

const UIDS: readonly Json[] = [
  { $ref: "CustomRun" },
  { $ref: "former CustomRun" },
  { $ref: "PipelineRun" },
  { $ref: "nobody" },
  "not-a-uid",
];

/** An owner reference made by hand; Kubernetes takes one of each UID, and one controller. */
const owner = fc.record(
  {
    apiVersion: fc.constantFrom("tekton.dev/v1beta1", "tekton.dev/v1", "v1", "tekton.automatiko.io/v1beta1"),
    kind: fc.constantFrom("CustomRun", "PipelineRun", "Run", "ConfigMap"),
    name: fc.constantFrom<Json>({ $ref: "name" }, "somebody-else"),
    uid: fc.constantFrom(...UIDS),
    controller: fc.boolean(),
  },
  { requiredKeys: ["apiVersion", "kind", "name", "uid"] },
);

function withoutControl<T extends object>(reference: T): T & { readonly controller: false } {
  return { ...reference, controller: false };
}

/** As if the PipelineRun of the case had made it. */
export const OF_PIPELINE_RUN: JsonObject = {
  apiVersion: "tekton.dev/v1",
  kind: "PipelineRun",
  name: { $ref: "name" },
  uid: { $ref: "PipelineRun" },
  controller: true,
};

const label = fc.constantFrom("", "release", "x".repeat(63), "a.b_c-d", "0");

export const oddMetadata: fc.Arbitrary<JsonObject> = fc.record(
  {
    labels: fc.dictionary(
      fc.constantFrom("tekton.dev/pipeline", "tekton.dev/pipelineTask", "tekton.dev/pipelineRun", "decision"),
      label,
      { maxKeys: 3 },
    ),
    annotations: fc.dictionary(fc.constantFrom("a", "countersign.dev/x"), fc.string({ maxLength: 20 }), {
      maxKeys: 1,
    }),
    ownerReferences: fc
      .uniqueArray(owner, { maxLength: 3, selector: ({ uid }) => JSON.stringify(uid) })
      .map(([first, ...more]) => (first === undefined ? [] : [first, ...more.map(withoutControl)])),
    finalizers: fc.constantFrom(["example.com/hold"], ["results.tekton.dev/taskrun"], ["foregroundDeletion"]),
  },
  { requiredKeys: [] },
);
