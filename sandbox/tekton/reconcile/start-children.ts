import type { KubeObject, Resource } from "../../../src/kube/kube-api.ts";
import { isAlreadyExists, KubeError } from "../../../src/kube/kube-error.ts";
import type { ListWatch } from "../../../src/kube/list-watch.ts";
import { CUSTOM_RUNS } from "../../../src/objects/resources.ts";
import type { PipelineRun } from "../objects/pipeline-run.ts";
import type { PipelineTask } from "../objects/pipeline.ts";
import { TASK_RUNS } from "../objects/resources.ts";
import { applyToSteps } from "../pipeline/apply-to-pipeline.ts";
import { runNames } from "../pipeline/child-name.ts";
import { toChildRun, type ChildRun } from "../pipeline/child-run.ts";
import { fanOut } from "../pipeline/matrix.ts";
import type { PipelineWalk } from "../pipeline/pipeline-walk.ts";
import type { TaskState } from "../pipeline/task-state.ts";
import { toCustomRun, toTaskRun, type ChildInput } from "./create-child.ts";
import { PipelineRunFailure, type RunContext } from "./run-context.ts";

/**
 * Creates the runs of tasks that start, one task after the other, and answers the walk that knows them. Throws
 * PipelineRunFailure when the API server refuses one for good (contract C76); runs made before stay.
 */
export async function startChildren(
  run: PipelineRun,
  walk: PipelineWalk,
  starts: readonly TaskState[],
  context: RunContext,
): Promise<PipelineWalk> {
  const started = new Map<string, TaskState>();
  for (const state of starts) {
    const task = withResultsInSteps(walk.resolve(state), walk);
    const runs: ChildRun[] = [];
    for (const input of inputsOf(run, task, state)) runs.push(await createChild(state.kind, input, context));
    started.set(state.task.name, { ...state, runs });
  }
  return walk.with({ tasks: walk.input.tasks.map((state) => started.get(state.task.name) ?? state) });
}

/** Embedded steps may use results of Tasks directly; those of custom tasks are not put in. */
function withResultsInSteps(task: PipelineTask, walk: PipelineWalk): PipelineTask {
  return task.taskSpec === undefined
    ? task
    : { ...task, taskSpec: applyToSteps(task.taskSpec, walk.taskRunResults()) };
}

function inputsOf(run: PipelineRun, task: PipelineTask, { section }: TaskState): readonly ChildInput[] {
  const combinations = fanOut(task);
  const names = runNames(run.metadata.name, task.name, combinations.length);
  return combinations.map((combination, index) => ({
    run,
    task,
    section,
    name: names[index] ?? "",
    combination,
  }));
}

async function createChild(
  kind: ChildRun["kind"],
  input: ChildInput,
  context: RunContext,
): Promise<ChildRun> {
  try {
    return kind === "CustomRun"
      ? toChildRun(kind, await create(CUSTOM_RUNS, toCustomRun(input), context.customRuns, context))
      : toChildRun(kind, await create(TASK_RUNS, toTaskRun(input), context.taskRuns, context));
  } catch (error) {
    if (!(error instanceof KubeError) || ![400, 422].includes(error.status.code)) throw error;
    throw new PipelineRunFailure(
      { reason: "CreateRunFailed", message: error.status.message },
      { cause: error },
    );
  }
}

/** One that is there already, which the copy did not have yet, is taken for what was to be made (contract C31). */
async function create<T extends KubeObject>(
  resource: Resource,
  object: T,
  copy: ListWatch<T>,
  { api }: RunContext,
): Promise<T> {
  const { namespace = "", name } = object.metadata;
  try {
    const created = await api.create(resource, object);
    copy.observe(created);
    return created;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    return api.get<T>(resource, { namespace, name });
  }
}
