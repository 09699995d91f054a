import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import type { Param } from "../objects/param-value.ts";
import type { PipelineRun, TaskRunOverride } from "../objects/pipeline-run.ts";
import type { EmbeddedTask, PipelineTask } from "../objects/pipeline.ts";
import type { TaskRun } from "../objects/task-run.ts";
import { applyToInputs } from "../pipeline/apply-to-pipeline.ts";
import { textReplacements } from "../variables/replacements.ts";
import { inheritedTimeout, limitsOf } from "./timeouts.ts";

export interface ChildInput {
  /** With the labels and annotations of its pipeline. */
  readonly run: PipelineRun;
  /** With everything replaced but `context.pipelineTask`. */
  readonly task: PipelineTask;
  readonly section: "tasks" | "finally";
  readonly name: string;
  /** From the matrix. */
  readonly combination: readonly Param[];
}

type Metadata = NonNullable<TaskRunOverride["metadata"]>;

function overrideOf({ run, task }: ChildInput): TaskRunOverride | undefined {
  return run.spec.taskRunSpecs?.find(({ pipelineTaskName }) => pipelineTaskName === task.name);
}

/**
 * Contract C23, C24, C26. What a `taskRunSpecs` entry says wins over what the PipelineRun has, and that over what the Task
 * says itself.
 */
function metadataOf(
  { run, task, section, name }: ChildInput,
  override: Metadata = {},
  ofTask: Metadata = {},
): ObjectMeta {
  const { namespace, uid = "", labels, annotations = {} } = run.metadata;
  const own = {
    ...labels,
    "tekton.dev/pipelineRun": run.metadata.name,
    "tekton.dev/pipelineRunUID": uid,
    "tekton.dev/pipelineTask": task.name,
    "tekton.dev/memberOf": section,
  };
  const inherited = Object.entries(annotations).filter(([key]) => !key.includes("chains.tekton.dev/"));
  const all = { ...ofTask.annotations, ...Object.fromEntries(inherited), ...override.annotations };
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { ...ofTask.labels, ...own, ...override.labels },
    ...(Object.keys(all).length > 0 && { annotations: all }),
    ownerReferences: [
      {
        apiVersion: "tekton.dev/v1",
        kind: "PipelineRun",
        name: run.metadata.name,
        uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

/** What both kinds of run take over: parameters (the matrix first), retries, service account, timeout (contract C18, C39). */
function sharedSpec(input: ChildInput): CustomRun["spec"] & TaskRun["spec"] {
  const { run, section, combination } = input;
  const task = withTaskContext(input.task);
  const override = overrideOf(input);
  const serviceAccountName = override?.serviceAccountName ?? run.spec.taskRunTemplate?.serviceAccountName;
  const timeout = override?.timeout ?? task.timeout ?? inheritedTimeout(limitsOf(run.spec), section);
  const params = [...combination, ...(task.params ?? [])];
  return {
    ...(params.length > 0 && { params }),
    ...(task.retries !== undefined && task.retries !== 0 && { retries: task.retries }),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    ...(timeout !== undefined && { timeout }),
  };
}

function withTaskContext(task: PipelineTask): PipelineTask {
  return applyToInputs(task, textReplacements({ "context.pipelineTask.retries": String(task.retries ?? 0) }));
}

/** The CustomRun of a custom task. An embedded spec that is absent is written as `null`, and so refused (contract C13). */
export function toCustomRun(input: ChildInput): CustomRun {
  const { taskRef, taskSpec } = input.task;
  const { apiVersion = "", kind = "", metadata = {}, spec = null } = taskSpec ?? {};
  const customSpec = { apiVersion, kind, metadata, spec };
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: metadataOf(input),
    spec: {
      ...(taskRef === undefined ? { customSpec } : { customRef: taskRef }),
      ...sharedSpec(input),
    },
  };
}

/** The TaskRun of a task; an embedded program has its `metadata` put on the TaskRun. */
export function toTaskRun(input: ChildInput): TaskRun {
  const { taskRef, onError } = input.task;
  const metadata = metadataOf(input, overrideOf(input)?.metadata, input.task.taskSpec?.metadata);
  const annotations = {
    ...metadata.annotations,
    ...(onError === "continue" && { "pipeline.tekton.dev/pipeline-task-on-error": "continue" }),
  };
  return {
    apiVersion: "tekton.dev/v1",
    kind: "TaskRun",
    metadata: {
      ...metadata,
      ...(Object.keys(annotations).length > 0 && { annotations }),
      labels: { ...metadata.labels, ...(taskRef?.name !== undefined && { "tekton.dev/task": taskRef.name }) },
    },
    spec: {
      ...(taskRef === undefined ? { taskSpec: toProgram(input.task.taskSpec ?? {}) } : { taskRef }),
      ...sharedSpec(input),
    },
  };
}

function toProgram({
  apiVersion: _a,
  kind: _k,
  metadata: _m,
  spec: _s,
  ...program
}: EmbeddedTask): TaskRun["spec"]["taskSpec"] & object {
  return program;
}
