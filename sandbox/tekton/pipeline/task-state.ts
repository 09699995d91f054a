import type { PipelineTask } from "../objects/pipeline.ts";
import type { TaskSpec } from "../objects/task.ts";
import type { ChildRun } from "./child-run.ts";

/** A pipeline task and the runs there are of it. */
export interface TaskState {
  /** Parameters and context variables are put in, results of other tasks are not. */
  readonly task: PipelineTask;
  readonly section: "tasks" | "finally";
  readonly kind: ChildRun["kind"];
  /** What its runs are called, whether or not they exist: their name is what makes them its runs (contract C31). */
  readonly runNames: readonly string[];
  readonly runs: readonly ChildRun[];
  /** The Task's program; only of a task whose runs are TaskRuns. */
  readonly taskSpec?: TaskSpec;
}

export function isStarted({ runs }: TaskState): boolean {
  return runs.length > 0;
}

export function isSuccessful({ runs }: TaskState): boolean {
  return runs.length > 0 && runs.every(({ outcome }) => outcome === "succeeded");
}

export function hasFailedRun({ runs }: TaskState): boolean {
  return runs.some(({ outcome }) => outcome === "failed");
}

/** A run has failed and none is running any more (contract C73). */
export function isFailed(state: TaskState): boolean {
  return hasFailedRun(state) && state.runs.every(({ outcome }) => outcome !== "running");
}

export function isEnded(state: TaskState): boolean {
  return isSuccessful(state) || isFailed(state);
}

export function isRunning(state: TaskState): boolean {
  return isStarted(state) && !isEnded(state);
}

/** `$(tasks.<task>.status)`: `None` also for a task that was skipped (contract C70). */
export function statusWord(state: TaskState): "Succeeded" | "Failed" | "None" {
  if (isSuccessful(state)) return "Succeeded";
  return hasFailedRun(state) ? "Failed" : "None";
}

/** `$(tasks.<task>.reason)`: that of the first run which is not successful, else of the first. */
export function reasonWord({ runs }: TaskState): string {
  const unsuccessful = runs.find(({ outcome, reason }) => outcome !== "succeeded" && reason !== "");
  return (unsuccessful ?? runs[0])?.reason ?? "";
}
