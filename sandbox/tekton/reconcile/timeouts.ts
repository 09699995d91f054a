import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { parseTime } from "../../../src/std/clock.ts";
import { formatGoDuration } from "../../../src/objects/format-go-duration.ts";
import type { PipelineRunSpec, PipelineRunStatus } from "../objects/pipeline-run.ts";
import type { TimeUp } from "../pipeline/pipeline-walk.ts";
import { DEFAULT_TIMEOUT } from "../webhook/tidy-run.ts";

/** How long a PipelineRun and its parts may take, in milliseconds. 0: without end. Undefined: nothing is said. */
export interface TimeLimits {
  readonly pipelineMs: number;
  readonly tasksMs: number | undefined;
  readonly finallyMs: number | undefined;
}

function msOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const duration = parseGoDuration(text);
  return duration.ok ? duration.value : undefined;
}

/** What is left of the pipeline's time for one part when only the other is said; nothing when one has no end. */
function rest(wholeMs: number, otherMs: number | undefined): number | undefined {
  if (otherMs === undefined || wholeMs === 0 || otherMs === 0) return undefined;
  return wholeMs - otherMs;
}

/** The limits of `spec.timeouts`, one of tasks and finally computed from the other (contract C39). */
export function limitsOf({ timeouts = {} }: PipelineRunSpec): TimeLimits {
  // Without its webhook too, Tekton first puts the default in.
  const pipelineMs = msOf(timeouts.pipeline) ?? msOf(DEFAULT_TIMEOUT) ?? 0;
  const tasksMs = msOf(timeouts.tasks);
  const finallyMs = msOf(timeouts.finally);
  return {
    pipelineMs,
    tasksMs: tasksMs ?? rest(pipelineMs, finallyMs),
    finallyMs: finallyMs ?? rest(pipelineMs, tasksMs),
  };
}

/** When each limit is reached, in milliseconds since the epoch; undefined: never, or it has not begun. */
function endsOf(
  limits: TimeLimits,
  status: PipelineRunStatus,
): Readonly<Record<keyof TimeUp, number | undefined>> {
  const startMs = parseTime(status.startTime);
  const finallyStartMs = parseTime(status.finallyStartTime);
  const add = (beginMs: number | undefined, limitMs: number | undefined): number | undefined =>
    beginMs === undefined || limitMs === undefined || limitMs === 0 ? undefined : beginMs + limitMs;
  return {
    pipeline: add(startMs, limits.pipelineMs),
    tasks: add(startMs, limits.tasksMs),
    finally: add(finallyStartMs, limits.finallyMs),
  };
}

export function timeUpOf(limits: TimeLimits, status: PipelineRunStatus, nowMs: number): TimeUp {
  const ends = endsOf(limits, status);
  const isPast = (endMs: number | undefined): boolean => endMs !== undefined && nowMs >= endMs;
  return { pipeline: isPast(ends.pipeline), tasks: isPast(ends.tasks), finally: isPast(ends.finally) };
}

/** Milliseconds until the next limit is reached; undefined when none is ahead. */
export function nextLimitInMs(
  limits: TimeLimits,
  status: PipelineRunStatus,
  nowMs: number,
): number | undefined {
  const ahead = Object.values(endsOf(limits, status))
    .filter((endMs) => endMs !== undefined)
    .map((endMs) => endMs - nowMs)
    .filter((leftMs) => leftMs > 0);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/**
 * The timeout that a run of a task takes over from the PipelineRun: only one that is longer than the default, or without
 * end (contract C39, point 3).
 */
export function inheritedTimeout(limits: TimeLimits, section: "tasks" | "finally"): string | undefined {
  const limitMs = section === "tasks" ? limits.tasksMs : limits.finallyMs;
  if (limitMs === undefined) return undefined;
  const isTaken = limitMs === 0 || limitMs > (msOf(DEFAULT_TIMEOUT) ?? 0);
  return isTaken ? formatGoDuration(limitMs) : undefined;
}
