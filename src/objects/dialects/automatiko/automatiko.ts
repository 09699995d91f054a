import type { VerdictState } from "../../../decision/verdict.ts";
import { APPROVAL_TASKS } from "../../resources.ts";
import type { Dialect } from "../dialect.ts";
import { readParameters } from "./read-parameters.ts";
import { buildResults } from "./results.ts";

const LABELS: Readonly<Record<VerdictState, string>> = {
  pending: "pending",
  approved: "approved",
  rejected: "rejected",
  timedOut: "timedout",
  cancelled: "cancelled",
};

/** Of Automatiko Approval Tasks for Tekton: pipelines written for it run unchanged. */
export const AUTOMATIKO: Dialect = {
  resource: APPROVAL_TASKS,
  // Of Automatiko up to 0.5.0, for Tekton's `Run`.
  formerVersions: ["v1alpha1"],
  readParameters,
  buildResults,
  statusWords: {
    pending: { status: "pending", message: "Approval task has been created and assigned" },
    approved: { status: "completed", message: "Approval task has been completed" },
    rejected: { status: "completed", message: "Approval task has been completed" },
    timedOut: { status: "timedout", message: "Approval task has timed out" },
    cancelled: { status: "cancelled", message: "Approval task has been cancelled" },
  },
  shownResults: new Set(["decision", "comment", "approvedBy", "rejectedBy"]),
  buildStateLabels: (state, { received, required }) => ({
    decision: LABELS[state],
    responses: `${received}_of_${required}`,
  }),
};
