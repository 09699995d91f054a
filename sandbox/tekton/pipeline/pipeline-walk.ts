import { isMatrixed, type PipelineTask } from "../objects/pipeline.ts";
import { mergeReplacements, textReplacements, type Replacements } from "../variables/replacements.ts";
import { applyToInputs } from "./apply-to-pipeline.ts";
import type { Parents } from "./task-graph.ts";
import { findMissingResult, resultReplacements, type MissingResult } from "./task-results.ts";
import {
  hasFailedRun,
  isEnded,
  isFailed,
  isStarted,
  reasonWord,
  statusWord,
  type TaskState,
} from "./task-state.ts";
import { allowExecution } from "./when.ts";

/** Why a task will not run, in Tekton's words. */
export type SkipReason =
  | "When Expressions evaluated to false"
  | "Parent Tasks were skipped"
  | "PipelineRun was stopping"
  | "PipelineRun was gracefully cancelled"
  | "PipelineRun was gracefully stopped"
  | "Results were missing"
  | "PipelineRun timeout has been reached"
  | "PipelineRun Tasks timeout has been reached"
  | "PipelineRun Finally timeout has been reached"
  | "Matrix Parameters have an empty array";

/** Whose time is up. */
export interface TimeUp {
  readonly pipeline: boolean;
  readonly tasks: boolean;
  readonly finally: boolean;
}

export interface WalkInput {
  readonly tasks: readonly TaskState[];
  readonly parents: Parents;
  /** `spec.status` of the PipelineRun. */
  readonly specStatus?: string;
  readonly timeUp: TimeUp;
  /** Tasks that cannot start because a result is missing, with the message (contract C64). */
  readonly invalid?: ReadonlyMap<string, string>;
}

/**
 * Where a pipeline stands: which tasks are done, skipped or next. Reads only what it was given, so equal input gives equal
 * answers; remembers them, because each depends on those of the tasks before.
 */
export class PipelineWalk {
  readonly input: WalkInput;
  readonly byName: ReadonlyMap<string, TaskState>;
  readonly #skips = new Map<string, SkipReason | undefined>();
  readonly #results: Replacements;

  constructor(input: WalkInput) {
    this.input = input;
    this.byName = new Map(input.tasks.map((state) => [state.task.name, state]));
    this.#results = resultReplacements(input.tasks);
  }

  get dagTasks(): readonly TaskState[] {
    return this.input.tasks.filter(({ section }) => section === "tasks");
  }

  get finallyTasks(): readonly TaskState[] {
    return this.input.tasks.filter(({ section }) => section === "finally");
  }

  /** Ended, will never start, or cannot start. */
  isDone(state: TaskState): boolean {
    return isEnded(state) || this.isInvalid(state) || this.skipReason(state) !== undefined;
  }

  /**
   * A result that it needs is missing. Tekton compares tasks by their Task, and custom tasks have none, so that one invalid
   * custom task makes all of them that have not ended invalid (contract C56 b).
   */
  isInvalid(state: TaskState): boolean {
    const invalid = this.input.invalid ?? new Map<string, string>();
    if (invalid.has(state.task.name)) return true;
    return (
      state.kind === "CustomRun" &&
      [...invalid.keys()].some((name) => this.byName.get(name)?.kind === "CustomRun")
    );
  }

  /** A task failed or is invalid and is not to be ignored: no further task starts. */
  isStopping(): boolean {
    return this.dagTasks.some(
      (state) => (isFailed(state) || this.isInvalid(state)) && state.task.onError !== "continue",
    );
  }

  /**
   * A task is skipped while none of those before it is done, because the run was stopped or another task failed. Tekton's
   * walk fails at that, each time it looks, and the PipelineRun's status stays as it is until the one before has ended.
   */
  isOutOfOrder(): boolean {
    if (this.input.specStatus === "CancelledRunFinally") return false;
    const reached = new Set<TaskState>();
    const reach = (state: TaskState): void => {
      if (reached.has(state)) return;
      reached.add(state);
      if (!this.isDone(state)) return;
      for (const next of this.dagTasks) if (this.#parentsOf(next).includes(state)) reach(next);
    };
    for (const state of this.dagTasks) if (this.#parentsOf(state).length === 0) reach(state);
    return this.dagTasks.some((state) => this.isDone(state) && !reached.has(state));
  }

  areDagTasksDone(): boolean {
    return this.dagTasks.every((state) => this.isDone(state));
  }

  /** All have ended. A skipped one has not, as in Tekton. */
  areFinallyTasksDone(): boolean {
    return this.finallyTasks.every(isEnded);
  }

  /** Why it will not start; undefined when it may start, has started, or is not due yet. */
  skipReason(state: TaskState): SkipReason | undefined {
    const { name } = state.task;
    if (!this.#skips.has(name)) this.#skips.set(name, this.#findSkipReason(state));
    return this.#skips.get(name);
  }

  #findSkipReason(state: TaskState): SkipReason | undefined {
    if (isStarted(state) || this.isInvalid(state)) return undefined;
    if (state.section === "finally") {
      return this.areDagTasksDone() ? this.#findFinallySkipReason(state) : undefined;
    }
    const { specStatus } = this.input;
    if (this.isStopping()) return "PipelineRun was stopping";
    if (specStatus === "CancelledRunFinally") return "PipelineRun was gracefully cancelled";
    if (specStatus === "StoppedRunFinally") return "PipelineRun was gracefully stopped";
    return this.#findDagSkipReason(state);
  }

  #findDagSkipReason(state: TaskState): SkipReason | undefined {
    const isDue = this.#parentsOf(state).every((parent) => this.isDone(parent));
    const task = this.resolve(state);
    if (isDue && !allowExecution(task.when ?? [])) return "When Expressions evaluated to false";
    if (this.#isParentSkipped(state)) return "Parent Tasks were skipped";
    if (!isDue) return undefined;
    if (this.#isMissingResultForgiven(state)) return "Results were missing";
    if (this.input.timeUp.pipeline) return "PipelineRun timeout has been reached";
    if (this.input.timeUp.tasks) return "PipelineRun Tasks timeout has been reached";
    return hasEmptyMatrix(task) ? "Matrix Parameters have an empty array" : undefined;
  }

  #findFinallySkipReason(state: TaskState): SkipReason | undefined {
    const task = this.resolve(state);
    if (this.missingResult(state) !== undefined) return "Results were missing";
    if (!allowExecution(task.when ?? [])) return "When Expressions evaluated to false";
    if (this.input.timeUp.pipeline) return "PipelineRun timeout has been reached";
    if (this.input.timeUp.finally) return "PipelineRun Finally timeout has been reached";
    return hasEmptyMatrix(task) ? "Matrix Parameters have an empty array" : undefined;
  }

  #parentsOf(state: TaskState): readonly TaskState[] {
    return (this.input.parents.get(state.task.name) ?? []).flatMap((name) => this.byName.get(name) ?? []);
  }

  /** A task guarded by `when` skips itself alone; every other skip takes the tasks after it along. */
  #isParentSkipped(state: TaskState): boolean {
    return this.#parentsOf(state).some((parent) => {
      const reason = this.skipReason(parent);
      return reason !== undefined && reason !== "When Expressions evaluated to false";
    });
  }

  /** Skipped instead of invalid: it may go wrong, or the task with the result was itself skipped by its `when`. */
  #isMissingResultForgiven(state: TaskState): boolean {
    const missing = this.missingResult(state);
    if (missing === undefined) return false;
    const source = this.byName.get(missing.task);
    if (source === undefined) return false;
    return (
      state.task.onError === "continue" || this.skipReason(source) === "When Expressions evaluated to false"
    );
  }

  missingResult(state: TaskState): MissingResult | undefined {
    return findMissingResult(state, this.byName);
  }

  /** The task with the results of others put in, as soon as all are there; of a `finally` task their states too. */
  resolve(state: TaskState): PipelineTask {
    const withResults =
      this.missingResult(state) === undefined ? applyToInputs(state.task, this.#results) : state.task;
    return state.section === "finally" && this.areDagTasksDone()
      ? applyToInputs(withResults, this.stateReplacements())
      : withResults;
  }

  /** Results of ended tasks with TaskRuns, which embedded steps may use without a parameter. */
  taskRunResults(): Replacements {
    return resultReplacements(this.input.tasks.filter(({ kind }) => kind === "TaskRun"));
  }

  /** `tasks.<task>.status`, `tasks.<task>.reason` and `tasks.status` (contract C70). */
  stateReplacements(): Replacements {
    const single = this.dagTasks.map((state) =>
      textReplacements({
        [`tasks.${state.task.name}.status`]: statusWord(state),
        [`tasks.${state.task.name}.reason`]: reasonWord(state),
      }),
    );
    return mergeReplacements(...single, textReplacements({ "tasks.status": this.#aggregateStatus() }));
  }

  /** `Failed` also when the failure is ignored (contract C69). */
  #aggregateStatus(): "None" | "Failed" | "Completed" | "Succeeded" {
    if (!this.areDagTasksDone()) return "None";
    if (this.dagTasks.some(hasFailedRun)) return "Failed";
    return this.dagTasks.some((state) => this.skipReason(state) !== undefined) ? "Completed" : "Succeeded";
  }

  /** The tasks to start now, in the pipeline's order; of `finally` only when all others are done. */
  nextTasks(): readonly TaskState[] {
    return [...this.#dueDagTasks(), ...this.#dueFinallyTasks()].filter(
      (state) => !isStarted(state) && this.skipReason(state) === undefined,
    );
  }

  #dueDagTasks(): readonly TaskState[] {
    const { specStatus = "" } = this.input;
    const isEnding = ["Cancelled", "CancelledRunFinally", "StoppedRunFinally"].includes(specStatus);
    if (isEnding || this.isStopping()) return [];
    return this.dagTasks.filter(
      (state) => !this.isInvalid(state) && this.#parentsOf(state).every((parent) => this.isDone(parent)),
    );
  }

  #dueFinallyTasks(): readonly TaskState[] {
    return this.areDagTasksDone() ? this.finallyTasks : [];
  }

  /** The same walk with other knowledge. */
  with(changes: Partial<WalkInput>): PipelineWalk {
    return new PipelineWalk({ ...this.input, ...changes });
  }
}

function hasEmptyMatrix(task: PipelineTask): boolean {
  return isMatrixed(task) && (task.matrix?.params ?? []).some(({ value }) => value.length === 0);
}
