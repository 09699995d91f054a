import { formatTime } from "../../../src/std/clock.ts";
import { isDone, setSucceeded, type Outcome } from "../objects/conditions.ts";
import { formatGoDuration } from "../../../src/objects/format-go-duration.ts";
import type { PipelineRun, PipelineRunStatus, SkippedTask } from "../objects/pipeline-run.ts";
import type { PipelineSpec } from "../objects/pipeline.ts";
import { judgePipeline } from "../pipeline/judge-pipeline.ts";
import { collectPipelineResults } from "../pipeline/pipeline-results.ts";
import type { PipelineWalk } from "../pipeline/pipeline-walk.ts";
import { listReferences } from "./child-references.ts";
import { limitsOf } from "./timeouts.ts";

/** The status with another outcome; a final one has a completion time. */
export function withOutcome(status: PipelineRunStatus, outcome: Outcome, nowMs: number): PipelineRunStatus {
  const conditions = setSucceeded(status.conditions, outcome, nowMs);
  return { ...status, conditions, ...(isDone(conditions) && { completionTime: formatTime(nowMs) }) };
}

/** A PipelineRun that is looked at for the first time has started, unless it is to wait. */
export function startedStatus({ status = {} }: PipelineRun, nowMs: number): PipelineRunStatus {
  if (status.startTime !== undefined) return status;
  const outcome: Outcome = { status: "Unknown", reason: "Started", message: "" };
  return { ...withOutcome(status, outcome, nowMs), startTime: formatTime(nowMs) };
}

export function pendingStatus({ metadata, status = {} }: PipelineRun, nowMs: number): PipelineRunStatus {
  const message = `PipelineRun "${metadata.name}" is pending`;
  return withOutcome(status, { status: "Unknown", reason: "PipelineRunPending", message }, nowMs);
}

export function cancelledStatus(name: string, status: PipelineRunStatus, nowMs: number): PipelineRunStatus {
  const message = `PipelineRun "${name}" was cancelled`;
  return withOutcome(status, { status: "False", reason: "Cancelled", message }, nowMs);
}

export interface WalkedRun {
  readonly run: PipelineRun;
  readonly program: PipelineSpec;
  readonly walk: PipelineWalk;
}

/** The status that says where the walk stands: condition, children, skipped tasks, and at the end the results. */
export function walkedStatus(
  status: PipelineRunStatus,
  { run, program, walk }: WalkedRun,
  nowMs: number,
): PipelineRunStatus {
  const { results, outcome } = conclude({ run, program, walk });
  const childReferences = listReferences(walk);
  const skippedTasks = listSkipped(walk);
  const { skippedTasks: _, ...kept } = status;
  const next = {
    ...kept,
    pipelineSpec: program,
    ...(childReferences.length > 0 && { childReferences }),
    ...(skippedTasks.length > 0 && { skippedTasks }),
    ...(results.length > 0 && { results }),
  };
  return withOutcome(next, outcome, nowMs);
}

/** A result that is missing on a successful task turns the outcome over (contract C65). */
function conclude({ run, program, walk }: WalkedRun): {
  readonly outcome: Outcome;
  readonly results: NonNullable<PipelineRunStatus["results"]>;
} {
  const limits = limitsOf(run.spec);
  const { name } = run.metadata;
  const outcome = judgePipeline(walk, {
    pipelineRun: name,
    timeouts: { pipeline: formatGoDuration(limits.pipelineMs), tasks: formatGoDuration(limits.tasksMs ?? 0) },
  });
  if (outcome.status === "Unknown") return { outcome, results: [] };
  const { results, invalid } = collectPipelineResults(program.results ?? [], walk.input.tasks);
  if (invalid.length === 0) return { outcome, results };
  const message =
    `Failed to get PipelineResult from TaskRun Results for PipelineRun ${name}: ` +
    `invalid pipelineresults [${invalid.join(" ")}], the referenced results don't exist`;
  return { outcome: { status: "False", reason: "CouldntGetPipelineResult", message }, results };
}

function listSkipped(walk: PipelineWalk): readonly SkippedTask[] {
  return walk.input.tasks.flatMap((state) => {
    const reason = walk.skipReason(state);
    if (reason === undefined) return [];
    const { when } = walk.resolve(state);
    const isShown = state.section === "tasks" || reason === "When Expressions evaluated to false";
    return [{ name: state.task.name, reason, ...(when && isShown && { whenExpressions: when }) }];
  });
}
