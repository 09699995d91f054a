import { refuse, ok, type Result } from "../../../src/std/result.ts";
import { toParamValue } from "../objects/param-value.ts";
import type { TaskRun } from "../objects/task-run.ts";
import type { TaskSpec } from "../objects/task.ts";
import { applyToSteps } from "../pipeline/apply-to-pipeline.ts";
import { checkParams, resolveParams, type ParamsRefusal } from "../pipeline/pipeline-params.ts";
import { mergeReplacements, textReplacements, type Replacements } from "../variables/replacements.ts";
import type { TaskFolder } from "./task-folder.ts";

/** Why a TaskRun cannot start. */
export interface TaskRefusal {
  readonly reason: "TaskRunValidationFailed";
  readonly message: string;
}

/** The Task's program with parameters and context variables in it; paths of results come with the folder. */
export function prepareTask(taskRun: TaskRun, task: TaskSpec): Result<TaskSpec, TaskRefusal> {
  const given = (taskRun.spec.params ?? []).map(({ name, value }) => ({ name, value: toParamValue(value) }));
  const declared = task.params ?? [];
  const refusal = checkParams(declared, given);
  if (refusal !== undefined) {
    return refuseTask(
      `invalid input params for task ${taskRun.spec.taskRef?.name ?? ""}: ${describeRefusal(refusal)}`,
    );
  }
  const params = resolveParams(declared, given);
  if (!params.ok) return refuseTask(params.error);
  return ok(applyToSteps(task, mergeReplacements(params.value, contextOf(taskRun))));
}

function describeRefusal({ reason, names }: ParamsRefusal): string {
  switch (reason) {
    case "ParameterMissing":
      return `missing values for these params which have no default values: ${names}`;
    case "ParameterTypeMismatch":
      return `param types don't match the user-specified type: ${names}`;
    case "ObjectParameterMissKeys":
      return `missing keys for these params which are required in ParamSpec's properties ${names}`;
  }
}

function refuseTask(message: string): Result<never, TaskRefusal> {
  return refuse({ reason: "TaskRunValidationFailed", message: `[User error] ${message}` });
}

function contextOf({ metadata, spec, status }: TaskRun): Replacements {
  return textReplacements({
    "context.taskRun.name": metadata.name,
    "context.taskRun.namespace": metadata.namespace ?? "",
    "context.taskRun.uid": metadata.uid ?? "",
    "context.task.name": spec.taskRef?.name ?? metadata.name,
    "context.task.retry-count": String(status?.retriesStatus?.length ?? 0),
  });
}

/** `$(results.<name>.path)`: where a step writes a result. */
export function applyResultPaths(task: TaskSpec, { results }: TaskFolder): TaskSpec {
  const paths = (task.results ?? []).flatMap(({ name }) => {
    const path = `${results}/${name}`;
    return [`results.${name}.path`, `results["${name}"].path`, `results['${name}'].path`].map(
      (variable) => [variable, path] as const,
    );
  });
  return applyToSteps(task, textReplacements(Object.fromEntries(paths)));
}
