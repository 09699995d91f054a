import type { CallOptions, KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import { isOpened } from "../objects/approval/approval-standing.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import type { ApprovalRef } from "./approvals.ts";

/** From the API server; `undefined` until it has opened. Rejects with the port's errors. */
export async function readApproval(
  api: KubeApi,
  ref: ApprovalRef,
  options?: CallOptions,
): Promise<ApprovalTask | undefined> {
  const approval = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref, options);
  return approval !== undefined && isOpened(approval) ? approval : undefined;
}
