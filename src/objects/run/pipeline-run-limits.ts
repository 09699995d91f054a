import { parseTime } from "../../std/clock.ts";
import { formatGoDuration } from "../format-go-duration.ts";
import { parseGoDuration } from "../go-duration.ts";
import { listCustomRuns, type PipelineRun, type Section, sectionOf } from "./pipeline-run.ts";

/** What a limit of `spec.timeouts` bounds: the tasks together, those in finally together, or the whole. */
type LimitOf = Section | "pipelineRun";

/** When Tekton itself ends a run, and by which limit. */
export interface Limit {
  readonly of: LimitOf;
  /** Milliseconds since the epoch. */
  readonly endsAtMs: number;
  readonly lengthMs: number;
  /** Where it is set, for people. */
  readonly field: string;
}

/** How long, in milliseconds; 0: there is no limit (contract C42); `undefined`: nothing is set, or it cannot be read. */
type Length = Pick<Limit, "field"> & { readonly lengthMs: number | undefined };

/** What Tekton sets when nobody says otherwise, on the PipelineRun and not on the run (contract C40). */
const TEKTON_DEFAULT_MS = 60 * 60_000;

/**
 * The limit that ends this run of the PipelineRun first (contract C46a): that of its part of the pipeline, or that of the whole, which counts
 * where both come together. `undefined` when there is none, the PipelineRun does not name the run or has not started, or its
 * `timeouts` cannot be read.
 */
export function findLimit(pipelineRun: PipelineRun, runName: string): Limit | undefined {
  const run = listCustomRuns(pipelineRun).find(({ name }) => name === runName);
  if (run === undefined) return undefined;
  const { startTime, finallyStartTime } = pipelineRun.status ?? {};
  const lengths = readLengths(pipelineRun);
  const section = sectionOf(pipelineRun, run.task);
  const whole = toLimit("pipelineRun", startTime, lengths.pipelineRun);
  const part = toLimit(section, section === "finally" ? finallyStartTime : startTime, lengths[section]);
  if (whole === undefined || part === undefined) return whole ?? part;
  return part.endsAtMs < whole.endsAtMs ? part : whole;
}

const WHOSE: Readonly<Record<LimitOf, string>> = {
  tasks: "Its tasks",
  finally: "Its finally tasks",
  pipelineRun: "It",
};

/** `Its tasks had 20m (timeouts.tasks).` */
export function describeLimit({ of, lengthMs, field }: Limit): string {
  const length = formatGoDuration(lengthMs).replaceAll(/(?<=[hm])0[ms]/gu, "");
  return `${WHOSE[of]} had ${length} (${field}).`;
}

function toLimit(of: LimitOf, startTime: string | undefined, { lengthMs, field }: Length): Limit | undefined {
  const startMs = parseTime(startTime);
  if (startMs === undefined || lengthMs === undefined || lengthMs === 0) return undefined;
  return { of, endsAtMs: startMs + lengthMs, lengthMs, field };
}

/** Of tasks and finally, the one that is not set is what the other leaves of the whole. */
function readLengths({ spec }: PipelineRun): Readonly<Record<LimitOf, Length>> {
  const timeouts = spec?.timeouts ?? {};
  const byDefault = { lengthMs: TEKTON_DEFAULT_MS, field: "Tekton's default for timeouts.pipeline" };
  const whole = readLength("pipeline", timeouts) ?? byDefault;
  const tasks = readLength("tasks", timeouts);
  const last = readLength("finally", timeouts);
  return {
    pipelineRun: whole,
    tasks: tasks ?? subtract(whole, last),
    finally: last ?? subtract(whole, tasks),
  };
}

/** `undefined` when it is not set. Without Tekton's webhook anything may stand there. */
function readLength(
  key: "pipeline" | Section,
  timeouts: Readonly<Record<string, unknown>>,
): Length | undefined {
  const text = timeouts[key] ?? undefined;
  if (text === undefined) return undefined;
  const duration = typeof text === "string" ? parseGoDuration(text) : undefined;
  return { lengthMs: duration?.ok === true ? duration.value : undefined, field: `timeouts.${key}` };
}

function subtract(whole: Length, part: Length | undefined): Length {
  const { lengthMs: wholeMs } = whole;
  const partMs = part?.lengthMs;
  const isBounded = wholeMs !== undefined && partMs !== undefined && wholeMs !== 0 && partMs !== 0;
  return { lengthMs: isBounded ? wholeMs - partMs : undefined, field: `${whole.field} less ${part?.field}` };
}
