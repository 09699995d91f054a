import type { Param, ParamSpec, ParamType, ParamValue } from "./param-value.ts";
import type { TaskSpec } from "./task.ts";

/** A Pipeline's program, as far as the small Tekton knows it. */
export interface PipelineSpec {
  readonly displayName?: string;
  readonly description?: string;
  readonly params?: readonly ParamSpec[];
  readonly tasks?: readonly PipelineTask[];
  readonly finally?: readonly PipelineTask[];
  readonly results?: readonly PipelineResult[];
}

/** One step of a pipeline: a Task, or a custom task when it has an `apiVersion`. */
export interface PipelineTask {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly taskRef?: TaskRef;
  readonly taskSpec?: EmbeddedTask;
  readonly params?: readonly Param[];
  readonly matrix?: Matrix;
  readonly when?: readonly WhenExpression[];
  readonly runAfter?: readonly string[];
  readonly retries?: number;
  /** A Go duration. */
  readonly timeout?: string;
  readonly onError?: string;
}

export interface TaskRef {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** Steps, or the embedded form of a custom task: `apiVersion`, `kind`, `metadata`, `spec` (contract C10). */
export interface EmbeddedTask extends TaskSpec {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

/** Fans a task out: one run for each combination. */
interface Matrix {
  readonly params?: readonly Param[];
  readonly include?: readonly { readonly name?: string; readonly params?: readonly Param[] }[];
}

/** Input, operator and values; `cel` is not known to the small Tekton. */
export interface WhenExpression {
  readonly input: string;
  /** `in` or `notin`. */
  readonly operator: string;
  readonly values: readonly string[];
}

export interface PipelineResult {
  readonly name: string;
  readonly type?: ParamType;
  readonly description?: string;
  readonly value: ParamValue;
}

/** `tekton.dev/v1 Pipeline`. */
export interface Pipeline {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PipelineSpec;
}

/** True when Tekton makes a CustomRun of it and not a TaskRun: reference or embedded spec have `apiVersion` and `kind`. */
export function isCustomTask(task: PipelineTask): boolean {
  const { apiVersion = "", kind = "" } = task.taskRef ?? task.taskSpec ?? {};
  return apiVersion !== "" && kind !== "";
}

/** True when it has a matrix with something in it. */
export function isMatrixed(task: PipelineTask): boolean {
  return (task.matrix?.params?.length ?? 0) > 0 || (task.matrix?.include?.length ?? 0) > 0;
}
