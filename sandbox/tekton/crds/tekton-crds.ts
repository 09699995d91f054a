import { PIPELINE_SPEC, TASK_SPEC } from "./program-schemas.ts";
import { CUSTOM_RUN_SPEC, CUSTOM_RUN_STATUS, PIPELINE_RUN_SPEC, TASK_RUN_SPEC } from "./run-schemas.ts";
import { ANY_OBJECT, TEXT, type Schema } from "./schema.ts";

/** A `CustomResourceDefinition`, as data to create. */
export interface CustomResourceDefinition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The columns that `kubectl get` shows of every kind of run (contract C88). */
const RUN_COLUMNS = [
  column("Succeeded", "string", '.status.conditions[?(@.type=="Succeeded")].status'),
  column("Reason", "string", '.status.conditions[?(@.type=="Succeeded")].reason'),
  column("StartTime", "date", ".status.startTime"),
  column("CompletionTime", "date", ".status.completionTime"),
];

function column(name: string, type: string, jsonPath: string): Readonly<Record<string, string>> {
  return { name, type, jsonPath };
}

interface Kind {
  readonly kind: string;
  readonly shortNames?: readonly string[];
  /** The last one is stored. */
  readonly versions: readonly string[];
  readonly spec: Schema;
  readonly status?: Schema;
}

function toVersion(name: string, { versions, spec, status }: Kind): Readonly<Record<string, unknown>> {
  const properties = {
    apiVersion: TEXT,
    kind: TEXT,
    metadata: { type: "object" },
    spec,
    ...(status && { status }),
  };
  return {
    name,
    served: true,
    storage: name === versions.at(-1),
    schema: { openAPIV3Schema: { type: "object", properties } },
    ...(status && { subresources: { status: {} }, additionalPrinterColumns: RUN_COLUMNS }),
  };
}

function toDefinition(kind: Kind): CustomResourceDefinition {
  const singular = kind.kind.toLowerCase();
  const plural = `${singular}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.tekton.dev` },
    spec: {
      group: "tekton.dev",
      scope: "Namespaced",
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural,
        singular,
        categories: ["tekton", "tekton-pipelines"],
        ...(kind.shortNames && { shortNames: kind.shortNames }),
      },
      conversion: { strategy: "None" },
      versions: kind.versions.map((version) => toVersion(version, kind)),
    },
  };
}

const BOTH = ["v1beta1", "v1"];

/**
 * The resources of `tekton.dev` that the small Tekton serves, with schemas of our own: both versions of Pipeline, Task
 * and their runs have the fields of v1, to which the webhook brings what is written as v1beta1. CustomRun has one version
 * (contract C1), no short name, no selectable field (C2).
 */
export const TEKTON_CRDS: readonly CustomResourceDefinition[] = [
  toDefinition({ kind: "Pipeline", versions: BOTH, spec: PIPELINE_SPEC }),
  toDefinition({ kind: "Task", versions: BOTH, spec: TASK_SPEC }),
  toDefinition({
    kind: "PipelineRun",
    shortNames: ["pr", "prs"],
    versions: BOTH,
    spec: PIPELINE_RUN_SPEC,
    status: ANY_OBJECT,
  }),
  toDefinition({
    kind: "TaskRun",
    shortNames: ["tr", "trs"],
    versions: BOTH,
    spec: TASK_RUN_SPEC,
    status: ANY_OBJECT,
  }),
  toDefinition({
    kind: "CustomRun",
    versions: ["v1beta1"],
    spec: CUSTOM_RUN_SPEC,
    status: CUSTOM_RUN_STATUS,
  }),
];
