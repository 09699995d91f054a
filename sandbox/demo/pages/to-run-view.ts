import type { ApprovalView } from "../../../src/approvals/approval-view.ts";
import type { ObjectRef } from "../../../src/kube/kube-api.ts";
import { findSucceeded } from "../../tekton/objects/conditions.ts";
import type { PipelineRun } from "../../tekton/objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask, WhenExpression } from "../../tekton/objects/pipeline.ts";
import { buildGraph, type Parents } from "../../tekton/pipeline/task-graph.ts";
import type { ChildView, RunView, TaskView, WorkState } from "./run-view.ts";
import { toCustomRunView, stateOfCondition, toResultViews, toTaskRunView } from "./to-child-view.ts";
import type { RunObjects } from "./watched-runs.ts";

/** Finds the approval that a CustomRun of that name has opened. */
export type FindApproval = (ref: Required<ObjectRef>) => ApprovalView | undefined;

/** Copies of objects as a page shows them. */
export function toRunView(objects: RunObjects, findApproval: FindApproval): RunView {
  const { metadata, spec, status = {} } = objects.pipelineRun;
  const succeeded = findSucceeded(status.conditions);
  const program = status.pipelineSpec ?? spec.pipelineSpec ?? {};
  const children = gatherChildren(objects, findApproval);
  const state =
    succeeded === undefined || isPending(objects.pipelineRun) ? "todo" : stateOfCondition(succeeded);
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    uid: metadata.uid ?? "",
    title: program.displayName ?? spec.pipelineRef?.name,
    createdAt: metadata.creationTimestamp ?? "",
    state,
    message: succeeded?.message ?? "",
    startedAt: status.startTime,
    endedAt: status.completionTime,
    layers: layTasks(program).map((tasks) =>
      tasks.map((task) => toTaskView(task, { program, children, pipelineRun: objects.pipelineRun, state })),
    ),
    results: toResultViews(status.results),
  };
}

function isPending({ spec }: PipelineRun): boolean {
  return spec.status === "PipelineRunPending";
}

/** By pipeline task; those of a matrix by name. */
function gatherChildren(
  { taskRuns, customRuns }: RunObjects,
  findApproval: FindApproval,
): ReadonlyMap<string, readonly ChildView[]> {
  const labelled = [
    ...taskRuns.map((run) => ({ metadata: run.metadata, view: toTaskRunView(run) })),
    ...customRuns.map((run) => ({ metadata: run.metadata, view: toCustomRunView(run, findApproval) })),
  ];
  const byTask = Map.groupBy(labelled, ({ metadata }) => metadata.labels?.["tekton.dev/pipelineTask"] ?? "");
  return new Map(
    [...byTask].map(([task, runs]) => [
      task,
      runs.map(({ view }) => view).toSorted((one, other) => one.name.localeCompare(other.name)),
    ]),
  );
}

/** Each task after all that it waits for; then `finally`. Of a graph that cannot be drawn, each task by itself. */
function layTasks(program: PipelineSpec): readonly (readonly PipelineTask[])[] {
  const { tasks = [], finally: atTheEnd = [] } = program;
  const graph = buildGraph(tasks);
  const layers = graph.ok ? layByDepth(tasks, graph.value) : tasks.map((task) => [task]);
  return atTheEnd.length === 0 ? layers : [...layers, atTheEnd];
}

/** A layer takes every task whose parents are all in layers before it. */
function layByDepth(tasks: readonly PipelineTask[], parents: Parents): readonly (readonly PipelineTask[])[] {
  const layers: PipelineTask[][] = [];
  let left = tasks;
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const layer = left.filter(({ name }) => !parents.get(name)?.some((parent) => names.has(parent)));
    layers.push(layer);
    left = left.filter((task) => !layer.includes(task));
  }
  return layers;
}

interface TaskInput {
  readonly program: PipelineSpec;
  readonly children: ReadonlyMap<string, readonly ChildView[]>;
  readonly pipelineRun: PipelineRun;
  readonly state: WorkState;
}

function toTaskView(task: PipelineTask, { program, children, pipelineRun, state }: TaskInput): TaskView {
  const runs = children.get(task.name) ?? [];
  const isOver = state !== "todo" && state !== "running";
  const isSkipped = (pipelineRun.status?.skippedTasks ?? []).some(({ name }) => name === task.name);
  const notStarted = isSkipped || isOver ? "skipped" : "todo";
  return {
    name: task.name,
    state: runs.length === 0 ? notStarted : summarize(runs),
    isFinally: program.finally?.includes(task) === true,
    condition: describeWhen(task.when ?? []),
    children: runs,
  };
}

/** Of several runs, what is most worth a look. */
const BY_WEIGHT: readonly WorkState[] = ["waiting", "running", "failed", "timedOut", "cancelled", "rejected"];

function summarize(runs: readonly ChildView[]): WorkState {
  const weighty = BY_WEIGHT.find((state) => runs.some((run) => run.state === state));
  return weighty ?? runs[0]?.state ?? "todo";
}

/** `decision is true`: the result's own name in place of the whole reference. */
function describeWhen(when: readonly WhenExpression[]): string | undefined {
  if (when.length === 0) return undefined;
  return when
    .map(({ input, operator, values }) => {
      const subject = /^\$\(tasks\.[^.]+\.results\.(?<result>[^)]+)\)$/u.exec(input)?.groups?.["result"];
      return `${subject ?? input} ${operator === "in" ? "is" : "is not"} ${values.join(" or ")}`;
    })
    .join(" and ");
}
