import { parseTime } from "../../std/clock.ts";
import { findLimit, type Limit } from "../run/pipeline-run-limits.ts";
import { listCustomRuns, type PipelineRun } from "../run/pipeline-run.ts";
import type { ApprovalTask } from "./approval-task.ts";

/** Whose limit a deadline is: the approval's own timeout, or one of `timeouts` of its PipelineRun. */
export const DEADLINE_OWNERS = ["approval", "tasks", "finally", "pipelineRun"] as const;

/** When it is too late to answer. Times are milliseconds since the epoch. */
export interface Deadline {
  readonly of: (typeof DEADLINE_OWNERS)[number];
  readonly endsAtMs: number;
}

/**
 * When people must have answered. A task's timeout does not lengthen its PipelineRun's limits (contract C42): whichever
 * comes first is what people have. `pipelineRun` is the one that names the approval's run as its own, if that is known;
 * `undefined` when nothing ends it.
 */
export function judgeDeadline(approval: ApprovalTask, pipelineRun?: PipelineRun): Deadline | undefined {
  const ownMs = parseTime(approval.status?.deadline);
  const limit = pipelineRun && findLimitOf(approval, pipelineRun);
  if (limit !== undefined && (ownMs === undefined || limit.endsAtMs < ownMs)) return limit;
  return ownMs === undefined ? undefined : { of: "approval", endsAtMs: ownMs };
}

function findLimitOf({ spec }: ApprovalTask, pipelineRun: PipelineRun): Limit | undefined {
  const run = listCustomRuns(pipelineRun).find(({ name }) => name === spec.run.name);
  return run && findLimit(pipelineRun, run.task);
}
