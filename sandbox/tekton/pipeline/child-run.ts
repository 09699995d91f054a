import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import { findSucceeded } from "../objects/conditions.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import type { Param, ParamValue } from "../objects/param-value.ts";
import type { TaskRun } from "../objects/task-run.ts";

/** A TaskRun or a CustomRun, as far as the walk of the pipeline depends on it. */
export interface ChildRun {
  readonly kind: "TaskRun" | "CustomRun";
  readonly metadata: ObjectMeta;
  readonly params: readonly Param[];
  readonly outcome: "running" | "succeeded" | "failed";
  /** Reason of the first condition, whatever its type (contract C38). */
  readonly reason: string;
  /** Failed with exactly Tekton's word for it: `CustomRunCancelled` or `TaskRunCancelled` (contract C49). */
  readonly cancelled: boolean;
  /** Cancelled because the PipelineRun's time was up: counts as failed (contract C50). */
  readonly timedOut: boolean;
  readonly results: ReadonlyMap<string, ParamValue>;
}

export const CANCELLED_MESSAGES = {
  CustomRun: "CustomRun cancelled as the PipelineRun it belongs to has been cancelled.",
  TaskRun: "TaskRun cancelled as the PipelineRun it belongs to has been cancelled.",
} as const;

export const TIMED_OUT_MESSAGES = {
  CustomRun: "CustomRun cancelled as the PipelineRun it belongs to has timed out.",
  TaskRun: "TaskRun cancelled as the PipelineRun it belongs to has timed out.",
} as const;

const CANCELLED_REASONS = { CustomRun: "CustomRunCancelled", TaskRun: "TaskRunCancelled" } as const;

function outcomeOf(status: string | undefined): ChildRun["outcome"] {
  if (status === "True") return "succeeded";
  return status === "False" ? "failed" : "running";
}

/** Of results with one name the first counts (contract C60). */
function firstOfEach(
  results: readonly { name: string; value: ParamValue }[],
): ReadonlyMap<string, ParamValue> {
  return new Map(results.toReversed().map(({ name, value }) => [name, value]));
}

export function toChildRun(kind: "TaskRun", run: TaskRun): ChildRun;
export function toChildRun(kind: "CustomRun", run: CustomRun): ChildRun;
export function toChildRun(kind: ChildRun["kind"], run: TaskRun | CustomRun): ChildRun {
  const { conditions = [], results = [] } = run.status ?? {};
  const succeeded = findSucceeded(conditions);
  const cancelled = succeeded?.status === "False" && succeeded.reason === CANCELLED_REASONS[kind];
  return {
    kind,
    metadata: run.metadata,
    params: run.spec.params ?? [],
    outcome: outcomeOf(succeeded?.status),
    reason: conditions[0]?.reason ?? "",
    cancelled,
    timedOut: cancelled && run.spec.statusMessage === TIMED_OUT_MESSAGES[kind],
    results: firstOfEach(results),
  };
}
