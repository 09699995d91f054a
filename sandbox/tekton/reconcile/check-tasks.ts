import { isNotFound } from "../../../src/kube/kube-error.ts";
import { toParamValue } from "../objects/param-value.ts";
import type { PipelineRun } from "../objects/pipeline-run.ts";
import { type PipelineSpec, type PipelineTask, isCustomTask } from "../objects/pipeline.ts";
import { TASKS } from "../objects/resources.ts";
import type { Task, TaskSpec } from "../objects/task.ts";
import {
  parseResultReference,
  resultReferencesOf,
  variablesInValue,
  type ResultReference,
} from "../variables/result-reference.ts";
import { PipelineRunFailure, type RunContext } from "./run-context.ts";

/**
 * Before the first run: the Tasks that are referred to exist, get the parameters they need, and have the results that
 * others use. Nothing can be known of custom tasks' results (contract C66). Throws PipelineRunFailure.
 */
export async function checkTasks(
  run: PipelineRun,
  program: PipelineSpec,
  context: RunContext,
): Promise<void> {
  const tasks = [...(program.tasks ?? []), ...(program.finally ?? [])];
  const specs = new Map<string, TaskSpec>();
  for (const task of tasks.filter((task) => !isCustomTask(task))) {
    const spec = task.taskSpec ?? (await loadTask(run, task, context));
    checkTaskParams(run, task, spec);
    specs.set(task.name, spec);
  }
  for (const task of tasks) {
    const wrong = resultReferencesOf(task).find((reference) => isUnknown(reference, specs));
    if (wrong !== undefined)
      throw unknownResult(`invalid result reference in pipeline task "${task.name}"`, wrong);
  }
  checkPipelineResults(run.metadata.name, program, specs);
}

async function loadTask(run: PipelineRun, { taskRef }: PipelineTask, { api }: RunContext): Promise<TaskSpec> {
  const { namespace = "" } = run.metadata;
  const name = taskRef?.name ?? "";
  try {
    const task = await api.get<Task>(TASKS, { namespace, name });
    return task.spec;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const pipeline = run.spec.pipelineRef?.name ?? run.metadata.name;
    const message =
      `Pipeline ${namespace}/${pipeline} can't be Run; it contains Tasks that don't exist: ` +
      `Couldn't retrieve Task "${name}": tasks.tekton.dev "${name}" not found`;
    throw new PipelineRunFailure({ reason: "CouldntGetTask", message }, { cause: error });
  }
}

/** Types are checked by the TaskRun, when results have been put in. */
function checkTaskParams({ metadata }: PipelineRun, task: PipelineTask, { params = [] }: TaskSpec): void {
  const matrix = [
    ...(task.matrix?.params ?? []),
    ...(task.matrix?.include ?? []).flatMap(({ params = [] }) => params),
  ];
  const given = new Set([...(task.params ?? []), ...matrix].map(({ name }) => name));
  const missing = params.filter(({ name, default: fallback }) => fallback === undefined && !given.has(name));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(" ");
  throw new PipelineRunFailure({
    reason: "PipelineValidationFailed",
    message:
      `[User error] Validation failed for pipelinerun ${metadata.name} with error ` +
      `invalid input params for task ${task.taskRef?.name ?? ""}: ` +
      `missing values for these params which have no default values: [${names}]`,
  });
}

function isUnknown({ task, result }: ResultReference, specs: ReadonlyMap<string, TaskSpec>): boolean {
  const spec = specs.get(task);
  return spec !== undefined && !(spec.results ?? []).some(({ name }) => name === result);
}

function unknownResult(what: string, { task, result }: ResultReference): PipelineRunFailure {
  const message = `${what}: "${result}" is not a named result returned by pipeline task "${task}"`;
  return new PipelineRunFailure({ reason: "InvalidTaskResultReference", message });
}

function checkPipelineResults(
  pipelineRun: string,
  { results = [] }: PipelineSpec,
  specs: ReadonlyMap<string, TaskSpec>,
): void {
  for (const { name, value } of results) {
    const references = variablesInValue(toParamValue(value)).flatMap(
      (variable) => parseResultReference(variable) ?? [],
    );
    const wrong = references.find((reference) => isUnknown(reference, specs));
    if (wrong === undefined) continue;
    const { message } = unknownResult(`invalid pipeline result "${name}"`, wrong);
    throw new PipelineRunFailure({
      reason: "InvalidPipelineResultReference",
      message: `Failed to resolve pipeline result reference for "${pipelineRun}" with error ${message}`,
    });
  }
}
