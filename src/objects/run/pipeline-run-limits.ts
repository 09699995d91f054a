import { parseTime } from "../../std/clock.ts";
import { parseGoDuration } from "../go-duration.ts";
import { type PipelineRun, type Section, sectionOf } from "./pipeline-run.ts";

/** What a limit of `spec.timeouts` bounds: the tasks together, those in finally together, or the whole. */
export type LimitOf = Section | "pipelineRun";

/** When Tekton itself ends a run, and by which limit. */
export interface Limit {
  readonly of: LimitOf;
  /** Milliseconds since the epoch. */
  readonly endsAtMs: number;
}

/** What Tekton sets when nobody says otherwise, on the PipelineRun and not on the run (contract C40). */
const TEKTON_DEFAULT_MS = 60 * 60_000;

/**
 * The limit that ends a run of this task first: that of its part of the pipeline, or that of the whole, which counts where
 * both come together. `undefined` when there is none, the PipelineRun has not started, or its `timeouts` cannot be read.
 */
export function findLimit(pipelineRun: PipelineRun, task: string | undefined): Limit | undefined {
  const { startTime, finallyStartTime } = pipelineRun.status ?? {};
  const lengths = readLengths(pipelineRun);
  const section = sectionOf(pipelineRun, task);
  const whole = toLimit("pipelineRun", startTime, lengths.pipelineRun);
  const part = toLimit(section, section === "finally" ? finallyStartTime : startTime, lengths[section]);
  if (whole === undefined || part === undefined) return whole ?? part;
  return part.endsAtMs < whole.endsAtMs ? part : whole;
}

function toLimit(
  of: LimitOf,
  startTime: string | undefined,
  lengthMs: number | undefined,
): Limit | undefined {
  const startMs = parseTime(startTime);
  // A timeout of 0 is no limit (contract C42).
  if (startMs === undefined || lengthMs === undefined || lengthMs === 0) return undefined;
  return { of, endsAtMs: startMs + lengthMs };
}

/** In milliseconds, 0 for no limit. Of tasks and finally, the one that is not given is what the other leaves of the whole. */
function readLengths({ spec }: PipelineRun): Readonly<Record<LimitOf, number | undefined>> {
  const { timeouts = {} } = spec ?? {};
  const pipelineRun = isGiven(timeouts.pipeline) ? readLength(timeouts.pipeline) : TEKTON_DEFAULT_MS;
  const tasks = readLength(timeouts.tasks);
  const last = readLength(timeouts.finally);
  return {
    pipelineRun,
    tasks: isGiven(timeouts.tasks) ? tasks : subtract(pipelineRun, last),
    finally: isGiven(timeouts.finally) ? last : subtract(pipelineRun, tasks),
  };
}

function isGiven(timeout: unknown): boolean {
  return timeout !== undefined && timeout !== null;
}

/** Without Tekton's webhook anything may stand there. */
function readLength(timeout: unknown): number | undefined {
  const duration = typeof timeout === "string" ? parseGoDuration(timeout) : undefined;
  return duration?.ok === true ? duration.value : undefined;
}

function subtract(wholeMs: number | undefined, partMs: number | undefined): number | undefined {
  const isBounded = wholeMs !== undefined && partMs !== undefined && wholeMs !== 0 && partMs !== 0;
  return isBounded ? wholeMs - partMs : undefined;
}
