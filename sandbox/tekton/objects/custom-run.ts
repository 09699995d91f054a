import type { Condition } from "../../../src/objects/condition.ts";
import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { Param } from "./param-value.ts";
import type { EmbeddedTask, TaskRef } from "./pipeline.ts";

/** `tekton.dev/v1beta1 CustomRun` from Tekton's side: it writes the spec and reads the status (contract C18, C36). */
export interface CustomRun {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec: CustomRunSpec;
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly results?: readonly { readonly name: string; readonly value: string }[];
  };
}

export interface CustomRunSpec {
  readonly customRef?: TaskRef;
  readonly customSpec?: Pick<EmbeddedTask, "apiVersion" | "kind" | "metadata" | "spec">;
  readonly params?: readonly Param[];
  readonly retries?: number;
  readonly serviceAccountName?: string;
  /** A Go duration. */
  readonly timeout?: string;
  readonly status?: string;
  readonly statusMessage?: string;
}
