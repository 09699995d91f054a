import type { Condition } from "../condition.ts";
import type { ObjectMeta } from "../../kube/kube-api.ts";
import { CUSTOM_RUNS } from "../resources.ts";

const { group, version, kind } = CUSTOM_RUNS;

/** How other objects refer to a run: by owner references, and in what a PipelineRun calls its own. */
export const CUSTOM_RUN = { apiVersion: `${group}/${version}`, kind } as const;

/** `tekton.dev/v1beta1 CustomRun`, as far as the product reads and writes it (contract C18, C38). */
export interface CustomRun {
  readonly apiVersion: typeof CUSTOM_RUN.apiVersion;
  readonly kind: typeof CUSTOM_RUN.kind;
  readonly metadata: ObjectMeta;
  readonly spec?: CustomRunSpec;
  readonly status?: CustomRunStatus;
}

export interface CustomRunSpec {
  readonly customRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
  readonly customSpec?: { readonly apiVersion?: string; readonly kind?: string; readonly spec?: unknown };
  /** Without Tekton's webhook a value is JSON of any type (contract C19). */
  readonly params?: readonly { readonly name: string; readonly value?: unknown }[];
  readonly retries?: number;
  /** A Go duration; without the webhook, any text (contract C44). */
  readonly timeout?: string;
  readonly status?: string;
  readonly statusMessage?: string;
}

export interface CustomRunStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly observedGeneration?: number;
  readonly results?: readonly { readonly name: string; readonly value: string }[];
  /** Attempts that failed, oldest first; they hold no attempts themselves (contract C57). */
  readonly retriesStatus?: readonly Omit<CustomRunStatus, "retriesStatus">[];
}
