import type { Condition } from "../../../src/objects/condition.ts";
import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { Param, ParamValue } from "./param-value.ts";
import type { PipelineSpec, WhenExpression } from "./pipeline.ts";

/** `tekton.dev/v1 PipelineRun` as Tekton's controller sees it. */
export interface PipelineRun {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec: PipelineRunSpec;
  readonly status?: PipelineRunStatus;
}

export interface PipelineRunSpec {
  readonly pipelineRef?: { readonly name?: string };
  readonly pipelineSpec?: PipelineSpec;
  readonly params?: readonly Param[];
  /** `Cancelled`, `CancelledRunFinally`, `StoppedRunFinally` or `PipelineRunPending`. */
  readonly status?: string;
  readonly timeouts?: Timeouts;
  readonly taskRunTemplate?: { readonly serviceAccountName?: string };
  readonly taskRunSpecs?: readonly TaskRunOverride[];
  readonly managedBy?: string;
}

/** Go durations. */
export interface Timeouts {
  readonly pipeline?: string;
  readonly tasks?: string;
  readonly finally?: string;
}

/** What the run of one pipeline task has different. */
export interface TaskRunOverride {
  readonly pipelineTaskName: string;
  readonly serviceAccountName?: string;
  readonly timeout?: string;
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface PipelineRunStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly finallyStartTime?: string;
  readonly pipelineSpec?: PipelineSpec;
  readonly childReferences?: readonly ChildReference[];
  readonly skippedTasks?: readonly SkippedTask[];
  readonly results?: readonly { readonly name: string; readonly value: ParamValue }[];
}

export interface ChildReference {
  readonly apiVersion: string;
  readonly kind: "TaskRun" | "CustomRun";
  readonly name: string;
  readonly displayName?: string;
  readonly pipelineTaskName: string;
  readonly whenExpressions?: readonly WhenExpression[];
}

export interface SkippedTask {
  readonly name: string;
  readonly reason: string;
  readonly whenExpressions?: readonly WhenExpression[];
}
