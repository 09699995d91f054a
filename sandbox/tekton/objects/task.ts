import type { ParamSpec, ParamType, ParamValue } from "./param-value.ts";

/** A Task's program, as far as the small Tekton knows it. */
export interface TaskSpec {
  readonly displayName?: string;
  readonly description?: string;
  readonly params?: readonly ParamSpec[];
  readonly steps?: readonly Step[];
  /** What every step has unless it says otherwise. */
  readonly stepTemplate?: StepTemplate;
  readonly results?: readonly TaskResult[];
}

export interface StepTemplate {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
}

export interface Step extends StepTemplate {
  readonly name?: string;
  readonly displayName?: string;
  readonly script?: string;
  /** A Go duration. */
  readonly timeout?: string;
  readonly onError?: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
}

export interface TaskResult {
  readonly name: string;
  readonly type?: ParamType;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

/** `tekton.dev/v1 Task`. */
export interface Task {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: TaskSpec;
}

/** A result that a TaskRun produced. */
export interface TaskRunResult {
  readonly name: string;
  readonly type: ParamType;
  readonly value: ParamValue;
}
