// What Tekton's webhook changes in Pipelines and Tasks: values as it keeps them, durations as Go writes them, defaults.
import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { formatGoDuration } from "../../../src/objects/format-go-duration.ts";
import { toParamValue, typeOfParam, type Param, type ParamSpec } from "../objects/param-value.ts";
import type { EmbeddedTask, PipelineSpec, PipelineTask, TaskRef } from "../objects/pipeline.ts";
import type { TaskSpec } from "../objects/task.ts";

/** `90m` becomes `1h30m0s`; what cannot be read stays, for the check to find. */
export function tidyDuration(text: string): string {
  const duration = parseGoDuration(text);
  return duration.ok ? formatGoDuration(duration.value) : text;
}

/** Contract C19. A value that is absent or `null` stays, for the check to find. */
export function tidyParams(params: readonly Param[]): readonly Param[] {
  return params.map((param) => {
    const value: unknown = param.value;
    return value === undefined || value === null ? param : { ...param, value: toParamValue(value) };
  });
}

function tidyParamSpecs(specs: readonly ParamSpec[]): readonly ParamSpec[] {
  return specs.map((spec) => {
    const tidied = spec.default === undefined ? spec : { ...spec, default: toParamValue(spec.default) };
    return { ...tidied, type: typeOfParam(tidied) };
  });
}

/** Parameters and results get their type. */
export function tidyTaskSpec<T extends TaskSpec>(spec: T): T {
  return {
    ...spec,
    ...(spec.params && { params: tidyParamSpecs(spec.params) }),
    ...(spec.results && {
      results: spec.results.map((result) => ({
        ...result,
        type: result.type ?? (result.properties === undefined ? "string" : "object"),
      })),
    }),
  };
}

/** A reference without a kind is one to a Task, also when it has an `apiVersion` (contract C8). */
export function tidyTaskRef(reference: TaskRef): TaskRef {
  return {
    ...reference,
    kind: reference.kind === undefined || reference.kind === "" ? "Task" : reference.kind,
  };
}

function tidyTask(task: PipelineTask): PipelineTask {
  const embedded: EmbeddedTask | undefined = task.taskSpec && tidyTaskSpec(task.taskSpec);
  return {
    ...task,
    ...(task.taskRef && { taskRef: tidyTaskRef(task.taskRef) }),
    ...(embedded && { taskSpec: embedded }),
    ...(task.params && { params: tidyParams(task.params) }),
    ...(task.timeout !== undefined && { timeout: tidyDuration(task.timeout) }),
    ...(task.matrix && { matrix: tidyMatrix(task.matrix) }),
  };
}

function tidyMatrix(matrix: NonNullable<PipelineTask["matrix"]>): NonNullable<PipelineTask["matrix"]> {
  return {
    ...(matrix.params && { params: tidyParams(matrix.params) }),
    ...(matrix.include && {
      include: matrix.include.map((include) => ({
        ...include,
        ...(include.params && { params: tidyParams(include.params) }),
      })),
    }),
  };
}

export function tidyPipelineSpec(spec: PipelineSpec): PipelineSpec {
  return {
    ...spec,
    ...(spec.params && { params: tidyParamSpecs(spec.params) }),
    ...(spec.tasks && { tasks: spec.tasks.map(tidyTask) }),
    ...(spec.finally && { finally: spec.finally.map(tidyTask) }),
    ...(spec.results && {
      results: spec.results.map((result) => ({ ...result, value: toParamValue(result.value) })),
    }),
  };
}
