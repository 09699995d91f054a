import { parseTime } from "../../std/clock.ts";
import { findLimit } from "../run/pipeline-run-limits.ts";
import type { PipelineRun } from "../run/pipeline-run.ts";
import type { ApprovalStatus, ApprovalTask } from "./approval-task.ts";

/** Whose limit a deadline is: the approval's own timeout, or one of `timeouts` of its PipelineRun. */
export const DEADLINE_OWNERS = ["approval", "tasks", "finally", "pipelineRun"] as const;

/** When it is too late to answer. Times are milliseconds since the epoch. */
export interface Deadline {
  readonly of: (typeof DEADLINE_OWNERS)[number];
  readonly endsAtMs: number;
  /** From when on it is due: less than 15 minutes are left, or less than a quarter of the time given. In whole seconds. */
  readonly dueFromMs: number;
}

/** What comes at the limits of the pipeline run, as it goes on after "then"; at an approval's own it depends on its attempts. */
export const AT_LIMIT: Readonly<Record<Exclude<Deadline["of"], "approval">, string>> = {
  tasks: "the time for the pipeline run’s tasks is up",
  finally: "the time for the pipeline run’s finally tasks is up",
  pipelineRun: "the pipeline run itself ends",
};

/** However long people have, the last quarter of an hour is short. */
const SHORT_MS = 15 * 60_000;

/**
 * When people must have answered. A task's timeout does not lengthen its PipelineRun's limits (contract C42): whichever
 * comes first is what people have. `pipelineRun` is the one that names the approval's run as its own, if that is known;
 * `undefined` when nothing ends it.
 */
export function judgeDeadline(approval: ApprovalTask, pipelineRun?: PipelineRun): Deadline | undefined {
  const ownMs = parseTime(approval.status?.deadline);
  const limit = pipelineRun && findLimit(pipelineRun, approval.spec.run.name);
  if (limit !== undefined && (ownMs === undefined || limit.endsAtMs < ownMs)) {
    const { of, endsAtMs } = limit;
    return { of, endsAtMs, dueFromMs: findDueFrom(approval, endsAtMs) };
  }
  if (ownMs === undefined) return undefined;
  return { of: "approval", endsAtMs: ownMs, dueFromMs: findDueFrom(approval, ownMs) };
}

function findDueFrom({ status }: ApprovalTask, endsAtMs: number): number {
  const givenMs = endsAtMs - (findAttemptStart(status) ?? endsAtMs);
  return Math.floor((endsAtMs - Math.max(SHORT_MS, givenMs / 4)) / 1_000) * 1_000;
}

/** Not written down for an attempt after the first: all of them have the same time, one after the other. */
function findAttemptStart({ startTime, deadline, attempt = 1 }: ApprovalStatus = {}): number | undefined {
  const startMs = parseTime(startTime);
  const deadlineMs = parseTime(deadline);
  if (startMs === undefined || deadlineMs === undefined) return startMs;
  return deadlineMs - (deadlineMs - startMs) / Math.max(1, attempt);
}
