import { listConditions } from "../condition.ts";
import type { CustomRun } from "./custom-run.ts";
import { isFinished, listCustomRuns, listTasks, type PipelineRun, sectionOf } from "./pipeline-run.ts";
import { hasRunFailed, isRunDone } from "./run-status.ts";

/**
 * What becomes of the pipeline when this task ends well. `goesOn`: the tasks after it start. `askedToEnd`: somebody stopped
 * or cancelled the PipelineRun, `taskFailed`: another task has failed, and in both cases at most its finally tasks start.
 * `inFinally`: the task is one of these, and none comes after it. `unknown`: nothing is proven.
 */
export const PROSPECTS = ["goesOn", "askedToEnd", "taskFailed", "inFinally", "unknown"] as const;

/** What becomes of it when the task fails, in Tekton's words. */
export const ON_ERRORS = ["stopAndFail", "continue", "unknown"] as const;

/** What follows in the pipeline run when an approval ends, as far as the PipelineRun tells. */
export interface Outlook {
  readonly prospect: (typeof PROSPECTS)[number];
  readonly onError: (typeof ON_ERRORS)[number];
  /** The other runs of the same task, in a matrix; the task ends with the last of all, and fails when one has failed. */
  readonly others: { readonly total: number; readonly waiting: number; readonly failed: number };
}

const UNKNOWN: Outlook = {
  prospect: "unknown",
  onError: "unknown",
  others: { total: 0, waiting: 0, failed: 0 },
};

/** `pipelineRun` is the one that names the run as its own, if that is known. `findRun` finds a run in its namespace. */
export function foresee(
  pipelineRun: PipelineRun | undefined,
  runName: string,
  findRun: (name: string) => CustomRun | undefined,
): Outlook {
  const runs = pipelineRun === undefined ? [] : listCustomRuns(pipelineRun);
  const task = runs.find(({ name }) => name === runName)?.task;
  if (pipelineRun === undefined || task === undefined) return UNKNOWN;
  const others = runs.filter((run) => run.task === task && run.name !== runName);
  return {
    prospect: findProspect(pipelineRun, task),
    onError: findOnError(pipelineRun, task),
    others: countOthers(others.map(({ name }) => findRun(name))),
  };
}

const ENDS_BY_WISH = new Set<unknown>(["Cancelled", "CancelledRunFinally", "StoppedRunFinally"]);

function findProspect(pipelineRun: PipelineRun, task: string): Outlook["prospect"] {
  if (isFinished(pipelineRun)) return "unknown";
  if (sectionOf(pipelineRun, task) === "finally") return "inFinally";
  if (ENDS_BY_WISH.has(pipelineRun.spec?.status)) return "askedToEnd";
  const counts = readCounts(pipelineRun);
  if (counts === undefined) return "unknown";
  if (counts.failed > 0) return "taskFailed";
  // Whether tasks follow one that was cancelled depends on its own onError.
  return counts.cancelled === 0 ? "goesOn" : "unknown";
}

const COUNTS = /\(Failed: (?<failed>\d+), Cancelled (?<cancelled>\d+)\)/u;

/**
 * How many tasks have failed or were cancelled, which Tekton says nowhere but in its message: while finally tasks are to
 * come, the reason stays `Running` (contract C54a). Tasks whose failure is to be passed over are not among them.
 */
function readCounts({
  status,
}: PipelineRun): { readonly failed: number; readonly cancelled: number } | undefined {
  const message: unknown = listConditions(status).find(({ type }) => type === "Succeeded")?.message;
  const groups = typeof message === "string" ? COUNTS.exec(message)?.groups : undefined;
  return groups && { failed: Number(groups["failed"]), cancelled: Number(groups["cancelled"]) };
}

function findOnError(pipelineRun: PipelineRun, task: string): Outlook["onError"] {
  const { onError = "stopAndFail" } =
    listTasks(pipelineRun, sectionOf(pipelineRun, task)).find(({ name }) => name === task) ?? {};
  return onError === "stopAndFail" || onError === "continue" ? onError : "unknown";
}

/** One that is not known of waits, for all that is known. */
function countOthers(runs: readonly (CustomRun | undefined)[]): Outlook["others"] {
  const ended = runs.filter((run) => run !== undefined && isRunDone(run));
  const failed = ended.filter((run) => run !== undefined && hasRunFailed(run));
  return { total: runs.length, waiting: runs.length - ended.length, failed: failed.length };
}
