/** Where objects of a kind are served; the same shape as the Kubernetes port's `Resource`. */
export interface ResourceDefinition {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export const APPROVAL_TASKS: ResourceDefinition = {
  group: "tekton.automatiko.io",
  version: "v1beta1",
  plural: "approvaltasks",
  kind: "ApprovalTask",
  namespaced: true,
};

/** The one version there is (contract C1). */
export const CUSTOM_RUNS: ResourceDefinition = {
  group: "tekton.dev",
  version: "v1beta1",
  plural: "customruns",
  kind: "CustomRun",
  namespaced: true,
};

/** Tekton's controller works on v1, also for objects written as v1beta1 (contract C75). */
export const PIPELINE_RUNS: ResourceDefinition = {
  group: "tekton.dev",
  version: "v1",
  plural: "pipelineruns",
  kind: "PipelineRun",
  namespaced: true,
};

export const EVENTS: ResourceDefinition = {
  group: "",
  version: "v1",
  plural: "events",
  kind: "Event",
  namespaced: true,
};

/** What puts the policy of deploy/admission into force. */
export const ADMISSION_BINDINGS: ResourceDefinition = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  plural: "validatingadmissionpolicybindings",
  kind: "ValidatingAdmissionPolicyBinding",
  namespaced: false,
};
