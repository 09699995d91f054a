// Schemas of the runs' specs and of the CustomRun's status.
import { METADATA, PARAMS, PIPELINE_SPEC, TASK_REF, TASK_SPEC } from "./program-schemas.ts";
import {
  ANYTHING,
  ANY_OBJECT,
  INTEGER,
  listOf,
  pruned,
  strict,
  TEXT,
  TEXT_MAP,
  TIME,
  type Schema,
} from "./schema.ts";

export const PIPELINE_RUN_SPEC: Schema = strict({
  pipelineRef: strict({ name: TEXT }),
  pipelineSpec: PIPELINE_SPEC,
  params: PARAMS,
  status: TEXT,
  timeouts: strict({ pipeline: TEXT, tasks: TEXT, finally: TEXT }),
  taskRunTemplate: strict({ serviceAccountName: TEXT }),
  taskRunSpecs: listOf(
    strict({ pipelineTaskName: TEXT, serviceAccountName: TEXT, timeout: TEXT, metadata: METADATA }),
  ),
  managedBy: TEXT,
});

export const TASK_RUN_SPEC: Schema = strict({
  taskRef: TASK_REF,
  taskSpec: TASK_SPEC,
  params: PARAMS,
  retries: INTEGER,
  serviceAccountName: TEXT,
  status: TEXT,
  statusMessage: TEXT,
  timeout: TEXT,
});

const CUSTOM_PARAMS: Schema = listOf(pruned({ name: TEXT, value: ANYTHING }, ["name", "value"]));

/** Prunes what it does not name; `customSpec.spec` is never `null` (contract C13). */
export const CUSTOM_RUN_SPEC: Schema = pruned({
  customRef: pruned({
    apiVersion: TEXT,
    kind: TEXT,
    name: TEXT,
    resolver: TEXT,
    bundle: TEXT,
    params: CUSTOM_PARAMS,
  }),
  customSpec: pruned({
    apiVersion: TEXT,
    kind: TEXT,
    metadata: pruned({ labels: TEXT_MAP, annotations: TEXT_MAP }),
    spec: ANY_OBJECT,
  }),
  params: CUSTOM_PARAMS,
  retries: INTEGER,
  serviceAccountName: TEXT,
  status: TEXT,
  statusMessage: TEXT,
  timeout: TEXT,
  workspaces: listOf({ ...ANY_OBJECT, required: ["name"], properties: { name: TEXT } }),
});

const CONDITION: Schema = pruned(
  { type: TEXT, status: TEXT, reason: TEXT, message: TEXT, severity: TEXT, lastTransitionTime: TEXT },
  ["status", "type"],
);

/** Contract C38: other fields are dropped; `extraFields` holds any JSON; `retriesStatus` is checked by the webhook. */
export const CUSTOM_RUN_STATUS: Schema = pruned({
  observedGeneration: INTEGER,
  conditions: listOf(CONDITION),
  annotations: TEXT_MAP,
  startTime: TIME,
  completionTime: TIME,
  results: listOf(pruned({ name: TEXT, value: TEXT }, ["name", "value"])),
  retriesStatus: ANYTHING,
  extraFields: ANYTHING,
});
