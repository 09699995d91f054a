import type { CustomRun } from "../objects/custom-run.ts";
import type { ChildReference } from "../objects/pipeline-run.ts";
import { isCustomTask, type PipelineSpec, type PipelineTask } from "../objects/pipeline.ts";
import type { TaskRun } from "../objects/task-run.ts";
import { applyToInputs } from "../pipeline/apply-to-pipeline.ts";
import { runNames } from "../pipeline/child-name.ts";
import { toChildRun, type ChildRun } from "../pipeline/child-run.ts";
import { fanOut } from "../pipeline/matrix.ts";
import { findMissingResult, resultReplacements } from "../pipeline/task-results.ts";
import type { TaskState } from "../pipeline/task-state.ts";

/** The runs there are in the PipelineRun's namespace, by name alone (contract C31). */
export interface RunsByName {
  readonly taskRun: (name: string) => TaskRun | undefined;
  readonly customRun: (name: string) => CustomRun | undefined;
}

/**
 * Every task of the pipeline with its runs: first those that the PipelineRun refers to, then the others, each in the
 * pipeline's order.
 */
export function gatherStates(
  pipelineRun: string,
  spec: PipelineSpec,
  references: readonly ChildReference[],
  runs: RunsByName,
): readonly TaskState[] {
  const tasks = [
    ...(spec.tasks ?? []).map((task) => ({ task, section: "tasks" as const })),
    ...(spec.finally ?? []).map((task) => ({ task, section: "finally" as const })),
  ];
  const referred = new Set(references.map(({ pipelineTaskName }) => pipelineTaskName));
  const states: TaskState[] = [];
  for (const { task, section } of [
    ...tasks.filter(({ task }) => referred.has(task.name)),
    ...tasks.filter(({ task }) => !referred.has(task.name)),
  ]) {
    const kind = isCustomTask(task) ? "CustomRun" : "TaskRun";
    const names = namesOf(task, { pipelineRun, kind, references, states });
    const found = names.flatMap((name) => findRun(kind, name, runs) ?? []);
    states.push({ task, section, kind, runNames: names, runs: found });
  }
  return states;
}

interface NameInput {
  readonly pipelineRun: string;
  readonly kind: ChildRun["kind"];
  readonly references: readonly ChildReference[];
  /** Of the tasks before, whose results a matrix may need. */
  readonly states: readonly TaskState[];
}

/** What the PipelineRun refers to, else what the runs will be called. */
function namesOf(
  task: PipelineTask,
  { pipelineRun, kind, references, states }: NameInput,
): readonly string[] {
  const known = references
    .filter((reference) => reference.kind === kind && reference.pipelineTaskName === task.name)
    .map(({ name }) => name);
  return known.length > 0
    ? known
    : runNames(pipelineRun, task.name, fanOut(withResults(task, states)).length);
}

function withResults(task: PipelineTask, states: readonly TaskState[]): PipelineTask {
  const byName = new Map(states.map((state) => [state.task.name, state]));
  const state: TaskState = { task, section: "tasks", kind: "TaskRun", runNames: [], runs: [] };
  return findMissingResult(state, byName) === undefined
    ? applyToInputs(task, resultReplacements(states))
    : task;
}

function findRun(kind: ChildRun["kind"], name: string, runs: RunsByName): ChildRun | undefined {
  if (kind === "TaskRun") {
    const run = runs.taskRun(name);
    return run && toChildRun(kind, run);
  }
  const run = runs.customRun(name);
  return run && toChildRun(kind, run);
}
