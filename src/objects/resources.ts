import type { Resource } from "../kube/kube-api.ts";

export const APPROVAL_TASKS: Resource = {
  group: "tekton.automatiko.io",
  version: "v1beta1",
  plural: "approvaltasks",
  kind: "ApprovalTask",
  namespaced: true,
  // A vote that an older definition has no place for must not count as recorded.
  refusesUnknownFields: true,
};

/** The one version there is (contract C1). */
export const CUSTOM_RUNS = {
  group: "tekton.dev",
  version: "v1beta1",
  plural: "customruns",
  kind: "CustomRun",
  namespaced: true,
} as const satisfies Resource;

/** Tekton's controller works on v1, also for objects written as v1beta1 (contract C75). */
export const PIPELINE_RUNS: Resource = {
  group: "tekton.dev",
  version: "v1",
  plural: "pipelineruns",
  kind: "PipelineRun",
  namespaced: true,
};

export const EVENTS: Resource = {
  group: "",
  version: "v1",
  plural: "events",
  kind: "Event",
  namespaced: true,
};

/** What puts the policy of deploy/admission into force. */
export const ADMISSION_BINDINGS: Resource = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  plural: "validatingadmissionpolicybindings",
  kind: "ValidatingAdmissionPolicyBinding",
  namespaced: false,
};
