// The CustomResourceDefinition of ApprovalTask, as data: the one source of `deploy/crds/approvaltasks.yaml`.
import { DECISION_IS_WRITTEN_ONCE, VOTES_ARE_ONLY_APPENDED } from "./approval-crd-rules.ts";
import { APPROVAL_SPEC_SCHEMA } from "./approval-crd-spec.ts";
import { APPROVAL_STATUS_SCHEMA } from "./approval-crd-status.ts";
import { APPROVAL_TASKS } from "../resources.ts";
import type { StructuralSchema } from "./structural-schema.ts";

const { group, version, plural, kind } = APPROVAL_TASKS;

const SCHEMA: StructuralSchema = {
  type: "object",
  description:
    "An ApprovalTask is one question put to people: a Tekton pipeline waits until they have answered. Countersign makes it from a CustomRun of the same name; people answer on its page.",
  properties: {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object" },
    spec: APPROVAL_SPEC_SCHEMA,
    status: APPROVAL_STATUS_SCHEMA,
  },
  required: ["spec"],
  "x-kubernetes-validations": [VOTES_ARE_ONLY_APPENDED, DECISION_IS_WRITTEN_ONCE],
};

/**
 * What `kubectl get approvaltasks` shows: what fits a terminal, the title last, because kubectl cuts nothing; more with
 * `-o wide`. No count of answers: the label `responses` counts those that may be given, people ask how many are needed.
 */
const COLUMNS = [
  {
    name: "Decision",
    type: "string",
    jsonPath: ".metadata.labels.decision",
    description: "Where it stands.",
  },
  {
    name: "Own Deadline",
    type: "string",
    jsonPath: ".status.deadline",
    description: "When it times out by its own timeout; those of its PipelineRun may end it earlier.",
  },
  {
    name: "Age",
    type: "date",
    jsonPath: ".metadata.creationTimestamp",
    description: "Time since it was created.",
  },
  { name: "Title", type: "string", jsonPath: ".spec.title", description: "What is asked." },
  {
    name: "Waiting For",
    type: "string",
    jsonPath: ".status.waitingFor",
    description: "Who may still vote.",
    priority: 1,
  },
  {
    name: "Link",
    type: "string",
    jsonPath: ".status.approvalUrl",
    description: "Where to vote, and what was decided.",
    priority: 1,
  },
  {
    name: "Strategy",
    type: "string",
    jsonPath: ".spec.strategy",
    description: "How many must approve.",
    priority: 1,
  },
  {
    name: "Pipeline",
    type: "string",
    jsonPath: ".spec.pipeline",
    description: "Name of the pipeline.",
    priority: 1,
  },
] as const;

export const APPROVAL_CRD = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: `${plural}.${group}`,
    labels: { "app.kubernetes.io/name": "countersign", "app.kubernetes.io/part-of": "countersign" },
  },
  spec: {
    group,
    scope: "Namespaced",
    names: {
      kind,
      listKind: `${kind}List`,
      plural,
      singular: "approvaltask",
      shortNames: ["approval", "approvals"],
      categories: ["tekton", "tekton-pipelines"],
    },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: SCHEMA },
        subresources: { status: {} },
        additionalPrinterColumns: COLUMNS,
      },
    ],
  },
} as const;
