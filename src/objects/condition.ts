/** A condition as knative and Tekton write it. `lastTransitionTime` is RFC 3339 in whole seconds. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}
