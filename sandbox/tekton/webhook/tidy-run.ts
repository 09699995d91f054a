import type { PipelineRunSpec, Timeouts } from "../objects/pipeline-run.ts";
import type { TaskRunSpec } from "../objects/task-run.ts";
import { tidyDuration, tidyParams, tidyPipelineSpec, tidyTaskRef, tidyTaskSpec } from "./tidy-program.ts";

/** Tekton's `default-timeout-minutes` (contract C40). */
export const DEFAULT_TIMEOUT = "1h0m0s";

/** A PipelineRun's spec with defaults: the famous hour, the service account. */
export function tidyPipelineRunSpec(spec: PipelineRunSpec): PipelineRunSpec {
  return {
    ...spec,
    ...(spec.pipelineSpec && { pipelineSpec: tidyPipelineSpec(spec.pipelineSpec) }),
    ...(spec.params && { params: tidyParams(spec.params) }),
    timeouts: tidyTimeouts(spec.timeouts ?? {}),
    taskRunTemplate: { serviceAccountName: "default", ...spec.taskRunTemplate },
    ...(spec.taskRunSpecs && {
      taskRunSpecs: spec.taskRunSpecs.map((override) => ({
        ...override,
        ...(override.timeout !== undefined && { timeout: tidyDuration(override.timeout) }),
      })),
    }),
  };
}

function tidyTimeouts(timeouts: Timeouts): Timeouts {
  return {
    pipeline: tidyDuration(timeouts.pipeline ?? DEFAULT_TIMEOUT),
    ...(timeouts.tasks !== undefined && { tasks: tidyDuration(timeouts.tasks) }),
    ...(timeouts.finally !== undefined && { finally: tidyDuration(timeouts.finally) }),
  };
}

/** A TaskRun's spec with defaults. */
export function tidyTaskRunSpec(spec: TaskRunSpec): TaskRunSpec {
  return {
    ...spec,
    ...(spec.taskRef && { taskRef: tidyTaskRef(spec.taskRef) }),
    ...(spec.taskSpec && { taskSpec: tidyTaskSpec(spec.taskSpec) }),
    ...(spec.params && { params: tidyParams(spec.params) }),
    timeout: tidyDuration(spec.timeout ?? DEFAULT_TIMEOUT),
    serviceAccountName: spec.serviceAccountName ?? "default",
  };
}
