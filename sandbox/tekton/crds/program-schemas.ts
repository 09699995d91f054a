// Schemas of what Pipelines and Tasks consist of: every field that the small Tekton knows, and no other.
import { ANYTHING, INTEGER, listOf, strict, TEXT, TEXT_MAP, type Schema } from "./schema.ts";

export const PARAMS: Schema = listOf(strict({ name: TEXT, value: ANYTHING }));

const PROPERTIES: Schema = { type: "object", additionalProperties: strict({ type: TEXT }) };

const PARAM_SPECS: Schema = listOf(
  strict({ name: TEXT, type: TEXT, description: TEXT, default: ANYTHING, properties: PROPERTIES }),
);

const CONTAINER_FIELDS = {
  image: TEXT,
  command: listOf(TEXT),
  args: listOf(TEXT),
  env: listOf(strict({ name: TEXT, value: TEXT })),
};

const STEP: Schema = strict({
  name: TEXT,
  displayName: TEXT,
  ...CONTAINER_FIELDS,
  script: TEXT,
  timeout: TEXT,
  onError: TEXT,
});

const TASK_FIELDS = {
  displayName: TEXT,
  description: TEXT,
  params: PARAM_SPECS,
  steps: listOf(STEP),
  stepTemplate: strict(CONTAINER_FIELDS),
  results: listOf(strict({ name: TEXT, type: TEXT, description: TEXT, properties: PROPERTIES })),
};

export const TASK_SPEC: Schema = strict(TASK_FIELDS);

export const METADATA: Schema = strict({ labels: TEXT_MAP, annotations: TEXT_MAP });

export const TASK_REF: Schema = strict({ apiVersion: TEXT, kind: TEXT, name: TEXT });

const PIPELINE_TASK: Schema = strict({
  name: TEXT,
  displayName: TEXT,
  description: TEXT,
  taskRef: TASK_REF,
  // Tekton takes any JSON for an embedded `spec`; only the CustomRun made of it has to hold an object (contract C13).
  taskSpec: strict({ apiVersion: TEXT, kind: TEXT, metadata: METADATA, spec: ANYTHING, ...TASK_FIELDS }),
  params: PARAMS,
  matrix: strict({ params: PARAMS, include: listOf(strict({ name: TEXT, params: PARAMS })) }),
  when: listOf(strict({ input: TEXT, operator: TEXT, values: listOf(TEXT) })),
  runAfter: listOf(TEXT),
  retries: INTEGER,
  timeout: TEXT,
  onError: TEXT,
});

export const PIPELINE_SPEC: Schema = strict({
  displayName: TEXT,
  description: TEXT,
  params: PARAM_SPECS,
  tasks: listOf(PIPELINE_TASK),
  finally: listOf(PIPELINE_TASK),
  results: listOf(strict({ name: TEXT, type: TEXT, description: TEXT, value: ANYTHING })),
});
