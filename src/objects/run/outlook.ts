import { listConditions } from "../condition.ts";
import type { CustomRun } from "./custom-run.ts";
import {
  isFinished,
  listCustomRuns,
  listOtherTasks,
  listTasks,
  type PipelineRun,
  sectionOf,
} from "./pipeline-run.ts";
import { hasRunFailed, isRunDone } from "./run-status.ts";

/**
 * What happens to the pipeline if this task succeeds. `goesOn`: the tasks after it start. `askedToEnd`: somebody stopped
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

type FindRun = (name: string) => CustomRun | undefined;

const UNKNOWN: Outlook = {
  prospect: "unknown",
  onError: "unknown",
  others: { total: 0, waiting: 0, failed: 0 },
};

/** `pipelineRun` is the one that names the run as its own, if that is known. `findRun` finds a run in its namespace. */
export function foresee(pipelineRun: PipelineRun | undefined, runName: string, findRun: FindRun): Outlook {
  const runs = pipelineRun === undefined ? [] : listCustomRuns(pipelineRun);
  const task = runs.find(({ name }) => name === runName)?.task;
  if (pipelineRun === undefined || task === undefined) return UNKNOWN;
  const others = runs.filter((run) => run.task === task && run.name !== runName);
  return {
    prospect: findProspect(pipelineRun, task, findRun),
    onError: findOnError(pipelineRun, task),
    others: countOthers(others.map(({ name }) => findRun(name))),
  };
}

const ENDS_BY_WISH = new Set<unknown>(["Cancelled", "CancelledRunFinally", "StoppedRunFinally"]);

function findProspect(pipelineRun: PipelineRun, task: string, findRun: FindRun): Outlook["prospect"] {
  if (isFinished(pipelineRun)) return "unknown";
  if (sectionOf(pipelineRun, task) === "finally") return "inFinally";
  if (ENDS_BY_WISH.has(pipelineRun.spec?.status)) return "askedToEnd";
  const counts = readCounts(pipelineRun);
  const custom = findCustomTasks(pipelineRun, task, findRun);
  const failed = custom.filter(({ state }) => state === "failed");
  if (counts.failed > 0 || failed.some(({ onError }) => onError === "stopAndFail")) return "taskFailed";
  // Whether tasks follow one that was cancelled depends on its own onError.
  if (counts.cancelled > 0 || failed.some(({ onError }) => onError === "unknown")) return "unknown";
  const unseen = listOtherTasks(pipelineRun).length + custom.filter(({ state }) => state === "unseen").length;
  const ended = custom.filter(({ state }) => state === "failed" || state === "ended").length;
  return unseen === 0 || counts.completed - ended >= unseen ? "goesOn" : "unknown";
}

interface CustomTask {
  readonly state: "waiting" | "ended" | "failed" | "unseen";
  readonly onError: Outlook["onError"];
}

/** The other custom tasks that have begun; those whose runs are not watched are unseen. */
function findCustomTasks(pipelineRun: PipelineRun, ownTask: string, findRun: FindRun): readonly CustomTask[] {
  const byTask = Map.groupBy(listCustomRuns(pipelineRun), ({ task = "" }) => task);
  byTask.delete(ownTask);
  return Array.from(byTask, ([task, runs]) => ({
    state: judgeTask(runs.map(({ name }) => findRun(name))),
    onError: findOnError(pipelineRun, task),
  }));
}

function judgeTask(runs: readonly (CustomRun | undefined)[]): CustomTask["state"] {
  if (runs.includes(undefined)) return "unseen";
  const { waiting, failed } = countOthers(runs);
  if (waiting > 0) return "waiting";
  return failed > 0 ? "failed" : "ended";
}

const COUNTS = /Tasks Completed: (?<completed>\d+) \(Failed: (?<failed>\d+), Cancelled (?<cancelled>\d+)\)/u;

/**
 * How many tasks had ended when Tekton last wrote the status; a failure that is passed over is not among those failed. It
 * says so in its message alone: while finally tasks are to come, the reason stays `Running`. And it can be late: once a task
 * has failed while a task that others come after still runs, Tekton does not come to write any more (contract C54a).
 */
function readCounts({ status }: PipelineRun): Readonly<Record<"completed" | "failed" | "cancelled", number>> {
  const message: unknown = listConditions(status).find(({ type }) => type === "Succeeded")?.message;
  const groups = (typeof message === "string" ? COUNTS.exec(message)?.groups : undefined) ?? {};
  const { completed = -1, failed = 0, cancelled = 0 } = groups;
  return { completed: Number(completed), failed: Number(failed), cancelled: Number(cancelled) };
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
