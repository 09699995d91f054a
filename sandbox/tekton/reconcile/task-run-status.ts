import { formatTime } from "../../../src/std/clock.ts";
import { setSucceeded, type Outcome } from "../objects/conditions.ts";
import type { StepState, TaskRun, TaskRunStatus } from "../objects/task-run.ts";
import type { TaskSpec } from "../objects/task.ts";
import type { JobEnd } from "../steps/task-job.ts";

const RUNNING: Outcome = {
  status: "Unknown",
  reason: "Running",
  message: "Not all Steps in the Task have finished executing",
};

/** The status of a TaskRun whose steps are about to run. */
export function startedStatus(
  { status = {} }: TaskRun,
  taskSpec: TaskSpec,
  { steps, nowMs }: { readonly steps: readonly StepState[]; readonly nowMs: number },
): TaskRunStatus {
  return {
    ...(status.retriesStatus && { retriesStatus: status.retriesStatus }),
    podName: "",
    conditions: setSucceeded(status.conditions, RUNNING, nowMs),
    startTime: formatTime(nowMs),
    taskSpec,
    steps,
  };
}

/** The status of one that fails before any step runs. */
export function refusedStatus(
  { status = {} }: TaskRun,
  { reason, message }: { readonly reason: string; readonly message: string },
  nowMs: number,
): TaskRunStatus {
  const time = formatTime(nowMs);
  return {
    ...status,
    podName: "",
    conditions: setSucceeded(status.conditions, { status: "False", reason, message }, nowMs),
    startTime: status.startTime ?? time,
    completionTime: time,
  };
}

function outcomeOf(taskRun: TaskRun, { stoppedBy, failure }: JobEnd): Outcome {
  const { name, annotations } = taskRun.metadata;
  if (stoppedBy === "timedOut") {
    const message = `TaskRun "${name}" failed to finish within "${taskRun.spec.timeout ?? ""}"`;
    return { status: "False", reason: "TaskRunTimeout", message };
  }
  if (stoppedBy !== undefined) {
    const message = `TaskRun "${name}" was cancelled. ${taskRun.spec.statusMessage ?? ""}`;
    return { status: "False", reason: "TaskRunCancelled", message };
  }
  if (failure === undefined) {
    return { status: "True", reason: "Succeeded", message: "All Steps have completed executing" };
  }
  const isIgnored = annotations?.["pipeline.tekton.dev/pipeline-task-on-error"] === "continue";
  return { status: "False", ...failure, reason: isIgnored ? "FailureIgnored" : failure.reason };
}

/** A step that was killed, or never began, says so with the reason of its TaskRun. */
function endStep(step: StepState, reason: string, time: string): StepState {
  const { running, waiting: _, ...rest } = step;
  if (rest.terminationReason === "Completed" || rest.terminationReason === "Continued") return step;
  const startedAt = running?.startedAt ?? rest.terminated?.startedAt ?? time;
  const terminated = { exitCode: 1, reason, startedAt, finishedAt: time };
  return { ...rest, terminated, terminationReason: reason };
}

/** The status of one whose steps have ended. */
export function endedStatus(
  taskRun: TaskRun,
  {
    steps,
    end,
    nowMs,
  }: { readonly steps: readonly StepState[]; readonly end: JobEnd; readonly nowMs: number },
): TaskRunStatus {
  const outcome = outcomeOf(taskRun, end);
  const time = formatTime(nowMs);
  const { status = {} } = taskRun;
  const stopped = end.stoppedBy !== undefined;
  return {
    ...status,
    conditions: setSucceeded(status.conditions, outcome, nowMs),
    completionTime: time,
    steps: stopped ? steps.map((step) => endStep(step, outcome.reason, time)) : steps,
    ...(end.results.length > 0 && { results: end.results }),
  };
}

/** The failed attempt goes into `retriesStatus`, and the TaskRun is as if it had not started. */
export function retriedStatus(failed: TaskRunStatus, nowMs: number): TaskRunStatus {
  const { retriesStatus = [], ...attempt } = failed;
  const message = failed.conditions?.[0]?.message ?? "";
  return {
    podName: "",
    ...(failed.taskSpec && { taskSpec: failed.taskSpec }),
    retriesStatus: [...retriesStatus, attempt],
    conditions: setSucceeded(failed.conditions, { status: "Unknown", reason: "ToBeRetried", message }, nowMs),
  };
}
