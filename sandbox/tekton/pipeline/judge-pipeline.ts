import type { Outcome } from "../objects/conditions.ts";
import type { PipelineWalk } from "./pipeline-walk.ts";
import { isFailed, isSuccessful, type TaskState } from "./task-state.ts";

export interface JudgeInput {
  readonly pipelineRun: string;
  /** As Go writes them; for the messages. */
  readonly timeouts: { readonly pipeline: string; readonly tasks: string };
}

type Count =
  | "succeeded"
  | "failed"
  | "ignored"
  | "cancelled"
  | "invalid"
  | "skipped"
  | "skippedByTimeout"
  | "incomplete";

/** How a task counts in the message of the PipelineRun. */
function countAs(state: TaskState, walk: PipelineWalk): Count {
  if (isSuccessful(state)) return "succeeded";
  if (isFailed(state)) return countFailure(state);
  if (walk.isInvalid(state)) return "invalid";
  const reason = walk.skipReason(state);
  if (reason === undefined) return "incomplete";
  return reason.endsWith("timeout has been reached") ? "skippedByTimeout" : "skipped";
}

/** A cancelled task is never ignored (contract C69). */
function countFailure({ runs, task }: TaskState): Count {
  if (runs.some(({ timedOut }) => timedOut)) return "failed";
  if (runs.some(({ cancelled }) => cancelled)) return "cancelled";
  return task.onError === "continue" ? "ignored" : "failed";
}

function countTasks(walk: PipelineWalk): Readonly<Record<Count, number>> {
  const counts = {
    succeeded: 0,
    failed: 0,
    ignored: 0,
    cancelled: 0,
    invalid: 0,
    skipped: 0,
    skippedByTimeout: 0,
    incomplete: 0,
  };
  for (const state of walk.input.tasks) counts[countAs(state, walk)] += 1;
  return { ...counts, skipped: counts.skipped + counts.skippedByTimeout };
}

type Counts = ReturnType<typeof countTasks>;

/** What the PipelineRun's `Succeeded` condition says, in Tekton's words (contract C45, C46, C49–C54, C69). */
export function judgePipeline(walk: PipelineWalk, input: JudgeInput): Outcome {
  return judgeTimeout(walk, input) ?? judgeCounts(walk, countTasks(walk), input);
}

function judgeTimeout(walk: PipelineWalk, { pipelineRun, timeouts }: JudgeInput): Outcome | undefined {
  const failure = (message: string): Outcome => ({ status: "False", reason: "PipelineRunTimeout", message });
  if (walk.input.timeUp.pipeline) {
    return failure(`PipelineRun "${pipelineRun}" failed to finish within "${timeouts.pipeline}"`);
  }
  const isFinallyLeft = walk.finallyTasks.length > 0 && !walk.areFinallyTasksDone();
  if (!walk.input.timeUp.tasks || isFinallyLeft) return undefined;
  return failure(
    `PipelineRun "${pipelineRun}" failed due to tasks failed to finish within "${timeouts.tasks}"`,
  );
}

function judgeCounts(walk: PipelineWalk, counts: Counts, { pipelineRun }: JudgeInput): Outcome {
  if (counts.incomplete > 0) return judgeRunning(walk, counts);
  const { specStatus } = walk.input;
  if (counts.invalid > 0) {
    return { status: "False", reason: "PipelineValidationFailed", message: describeInvalid(walk, counts) };
  }
  const message = describeCounts(counts);
  if (counts.failed > 0 || counts.skippedByTimeout > 0) return { status: "False", reason: "Failed", message };
  if (specStatus === "CancelledRunFinally" || specStatus === "StoppedRunFinally") {
    return { status: "False", reason: "Cancelled", message: `PipelineRun "${pipelineRun}" was cancelled` };
  }
  if (counts.cancelled > 0) return { status: "False", reason: "Cancelled", message };
  return { status: "True", reason: counts.skipped > 0 ? "Completed" : "Succeeded", message };
}

function judgeRunning(walk: PipelineWalk, counts: Counts): Outcome {
  const completed = counts.succeeded + counts.failed + counts.ignored + counts.cancelled;
  const message =
    `Tasks Completed: ${completed} (Failed: ${counts.failed}, Cancelled ${counts.cancelled}), ` +
    `Incomplete: ${counts.incomplete}, Skipped: ${counts.skipped}`;
  return { status: "Unknown", reason: runningReason(walk, counts), message };
}

function runningReason(walk: PipelineWalk, counts: Counts): string {
  if (walk.input.timeUp.tasks && walk.finallyTasks.length > 0) return "PipelineRunTimeoutRunningFinally";
  if (walk.input.specStatus === "CancelledRunFinally") return "CancelledRunningFinally";
  if (walk.input.specStatus === "StoppedRunFinally") return "StoppedRunningFinally";
  const isStopping = counts.cancelled > 0 || (counts.failed > 0 && walk.areFinallyTasksDone());
  return isStopping ? "PipelineRunStopping" : "Running";
}

function describeCounts(counts: Counts): string {
  const failed = counts.failed + counts.ignored;
  const completed = counts.succeeded + failed + counts.cancelled;
  const ignored = counts.ignored > 0 ? ` (Ignored: ${counts.ignored})` : "";
  return (
    `Tasks Completed: ${completed} (Failed: ${failed}${ignored}, Cancelled ${counts.cancelled}), ` +
    `Skipped: ${counts.skipped}`
  );
}

function describeInvalid(walk: PipelineWalk, counts: Counts): string {
  const errors = [...(walk.input.invalid ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const detail = errors.map(([, message]) => message).join("; ");
  const shown = detail.length > 1_024 ? `${detail.slice(0, 1_024)}...` : detail;
  return `${describeCounts(counts)}, Failed Validation: ${counts.invalid} (${shown})`;
}
