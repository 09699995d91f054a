import { countResponses } from "../../decision/count-responses.ts";
import { readRequest } from "./approval-request.ts";
import { buildApprovalLabels } from "./approval-labels.ts";
import { buildApprovalSpec } from "./approval-spec.ts";
import { APPROVAL_API_VERSION, APPROVAL_KIND, type ApprovalTask } from "./approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import type { ApprovalParameters } from "../dialects/dialect.ts";
import { judgeApproval } from "./judge-approval.ts";

/**
 * The approval that a run asks for, to be created (W2): the frozen request, owned by the run so that it goes when the run
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
