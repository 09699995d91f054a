import { countResponses } from "../decision/count-responses.ts";
import { readRequest } from "../objects/approval/approval-request.ts";
import { buildApprovalLabels } from "../objects/approval/approval-labels.ts";
import { buildApprovalSpec } from "../objects/approval/approval-spec.ts";
import { buildOpenedStatus } from "../objects/approval/approval-status.ts";
import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../objects/approval/approval-task.ts";
import type { ApprovalSpec, ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import type { ApprovalParameters } from "../objects/parameters/read-parameters.ts";
import { findStartMs, listAttempts } from "../objects/run/run-status.ts";
import { readTimeout } from "../objects/parameters/read-timeout.ts";
import { approvalUrl } from "./approval-url.ts";
import { judgeApproval } from "./judge-approval.ts";

/**
 * The approval that a run asks for, to be created: the frozen request, owned by the run so that it goes when the run
 * goes. `blockOwnerDeletion` is left out, because setting it needs a right on the run's finalizers (contract C83).
 */
export function openApproval(run: CustomRun, parameters: ApprovalParameters, nowMs: number): ApprovalTask {
  const { name, namespace, uid = "" } = run.metadata;
  const spec = buildApprovalSpec(run, parameters);
  const verdict = judgeApproval({ spec }, nowMs);
  const responses = countResponses(spec.strategy, readRequest({ spec }), verdict);
  return {
    apiVersion: APPROVAL_API_VERSION,
    kind: APPROVAL_KIND,
    spec,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: buildApprovalLabels(run, verdict.state, responses),
      ownerReferences: [{ apiVersion: run.apiVersion, kind: run.kind, name, uid, controller: true }],
    },
  };
}

export interface StartContext {
  readonly nowMs: number;
  readonly baseUrl: string;
}

/** The approval once it is there: with stages, link and deadline, which is the run's, counted from its start. */
export function startApproval(
  task: ApprovalTask,
  run: CustomRun,
  { nowMs, baseUrl }: StartContext,
): ApprovalTask {
  const { name, namespace = "" } = task.metadata;
  const timeout = readTimeout(run);
  // Measured from the run's start (contract C43), also when the approval is asked a second time.
  const startMs = findStartMs(run, nowMs) ?? nowMs;
  const limit = timeout.ok && timeout.value !== undefined ? { deadlineMs: startMs + timeout.value } : {};
  const attempt = 1 + countFailedAttempts(run, task.spec);
  const opened = {
    spec: task.spec,
    approvalUrl: approvalUrl(baseUrl, { namespace, name }),
    attempt,
    ...limit,
  };
  return { ...task, status: buildOpenedStatus(opened, nowMs) };
}

/** Attempts that the run has behind it: of what may stand there, no more than there can have been. */
export function countFailedAttempts(run: CustomRun, { retries = 0 }: Pick<ApprovalSpec, "retries">): number {
  return Math.min(listAttempts(run).length, retries);
}
