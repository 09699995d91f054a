import type { Condition } from "../../../src/objects/condition.ts";
import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { Param } from "./param-value.ts";
import type { TaskRef } from "./pipeline.ts";
import type { TaskRunResult, TaskSpec } from "./task.ts";

/** `tekton.dev/v1 TaskRun`. */
export interface TaskRun {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec: TaskRunSpec;
  readonly status?: TaskRunStatus;
}

export interface TaskRunSpec {
  readonly taskRef?: TaskRef;
  readonly taskSpec?: TaskSpec;
  readonly params?: readonly Param[];
  readonly retries?: number;
  readonly serviceAccountName?: string;
  /** `TaskRunCancelled` asks for an end. */
  readonly status?: string;
  readonly statusMessage?: string;
  /** A Go duration. */
  readonly timeout?: string;
}

export interface TaskRunStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  /** Empty: no pod runs the steps. */
  readonly podName?: string;
  readonly taskSpec?: TaskSpec;
  readonly steps?: readonly StepState[];
  readonly results?: readonly TaskRunResult[];
  readonly retriesStatus?: readonly TaskRunStatus[];
}

export interface StepState {
  readonly name: string;
  readonly container: string;
  readonly running?: { readonly startedAt: string };
  readonly waiting?: { readonly reason: string };
  readonly terminated?: StepEnd;
  /** `Completed`, `Error`, `Continued`, `Skipped` or `TimeoutExceeded`. */
  readonly terminationReason?: string;
}

interface StepEnd {
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}
