import { parseTime } from "../../std/clock.ts";
import { type Condition, listConditions } from "../condition.ts";
import { parseGoDuration } from "../go-duration.ts";
import type { ObjectMeta } from "../../kube/kube-api.ts";
import { CUSTOM_RUN } from "./custom-run.ts";

/** `tekton.dev/v1 PipelineRun`, as far as the product reads it; it never writes one. */
export interface PipelineRun {
  readonly apiVersion: "tekton.dev/v1";
  readonly kind: "PipelineRun";
  readonly metadata: ObjectMeta;
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
    /** The runs that Tekton goes by; empty until the first is made. */
    readonly childReferences?: readonly ChildReference[];
  };
}

export interface ChildReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** What Tekton sets when nobody says otherwise, on the PipelineRun and not on the run (contract C40). */
const TEKTON_DEFAULT_MS = 60 * 60_000;

/** True when its `Succeeded` condition is `True` or `False`: nobody will ever cancel its runs any more (contract C56). */
export function isFinished(pipelineRun: PipelineRun): boolean {
  const succeeded = listConditions(pipelineRun.status).find(({ type }) => type === "Succeeded");
  return succeeded?.status === "True" || succeeded?.status === "False";
}

/**
 * Names of the CustomRuns that the PipelineRun itself names as its own: what an owner reference says, anybody may have written.
 * None while Tekton waits before the first task. It lists then what claims to belong to the PipelineRun by owner and
 * labels, and makes no run itself.
 */
export function listCustomRuns({ status }: PipelineRun): readonly string[] {
  const succeeded = listConditions(status).find(({ type }) => type === "Succeeded");
  const children: unknown = status?.childReferences;
  if (isBeforeFirstTask(succeeded?.reason) || !Array.isArray(children)) return [];
  return children.flatMap((child: ChildReference | null) => {
    const { apiVersion, kind, name } = child ?? {};
    const isCustomRun = apiVersion === CUSTOM_RUN.apiVersion && kind === CUSTOM_RUN.kind;
    return isCustomRun && typeof name === "string" ? [name] : [];
  });
}

/** How a PipelineRun names a CustomRun of its own. */
export function referToCustomRun(name: string): ChildReference {
  return { ...CUSTOM_RUN, name };
}

/** Reasons of a PipelineRun that nobody has let go yet, and of one whose pipeline or tasks are being fetched. */
function isBeforeFirstTask(reason: unknown): boolean {
  return typeof reason === "string" && (reason === "PipelineRunPending" || reason.startsWith("Resolving"));
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
