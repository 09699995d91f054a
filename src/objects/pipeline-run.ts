import { parseTime } from "../std/clock.ts";
import type { Condition } from "./condition.ts";
import { parseGoDuration } from "./go-duration.ts";
import type { ObjectMetadata } from "./object-metadata.ts";

/** `tekton.dev/v1 PipelineRun`, as far as the product reads it; it never writes one. */
export interface PipelineRun {
  readonly apiVersion: "tekton.dev/v1";
  readonly kind: "PipelineRun";
  readonly metadata: ObjectMetadata;
  readonly spec?: {
    readonly pipelineRef?: { readonly name?: string };
    readonly params?: readonly { readonly name: string; readonly value?: unknown }[];
    /** Go durations. */
    readonly timeouts?: { readonly pipeline?: string; readonly tasks?: string; readonly finally?: string };
  };
  readonly status?: {
    readonly conditions?: readonly Partial<Condition>[];
    readonly startTime?: string;
    readonly completionTime?: string;
  };
}

/** What Tekton sets when nobody says otherwise, on the PipelineRun and not on the run (contract C40). */
const TEKTON_DEFAULT_MS = 60 * 60_000;

/** True when its `Succeeded` condition is `True` or `False`: nobody will ever cancel its runs any more (contract C56). */
export function isFinished(pipelineRun: PipelineRun): boolean {
  const succeeded = pipelineRun.status?.conditions?.find(({ type }) => type === "Succeeded");
  return succeeded?.status === "True" || succeeded?.status === "False";
}

/**
 * When Tekton ends the PipelineRun by itself, in milliseconds since the epoch: by `timeouts.pipeline`, or its 60 minutes
 * (contract C40). `undefined` when it has no end (a timeout of 0, contract C42), has not started, or cannot be read.
 */
export function endsAtMs(pipelineRun: PipelineRun): number | undefined {
  const startMs = parseTime(pipelineRun.status?.startTime);
  if (startMs === undefined) return undefined;
  const text = pipelineRun.spec?.timeouts?.pipeline;
  if (text === undefined) return startMs + TEKTON_DEFAULT_MS;
  const timeoutMs = parseGoDuration(text);
  return timeoutMs.ok && timeoutMs.value > 0 ? startMs + timeoutMs.value : undefined;
}
