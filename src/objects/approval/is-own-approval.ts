import type { ApprovalSpec, ApprovalTask } from "./approval-task.ts";
import { CUSTOM_RUN, type CustomRun } from "../run/custom-run.ts";

/**
 * True when the approval was opened for this very run: its controller owner and its frozen request name the run's UID.
 * A name alone proves nothing, since Tekton uses names again (contract C29, C34).
 */
export function isOwnApproval(approval: ApprovalTask, run: CustomRun): boolean {
  const uid = run.metadata.uid;
  const owner = approval.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return (
    uid !== undefined &&
    owner?.kind === CUSTOM_RUN.kind &&
    owner.uid === uid &&
    askingUidOf(approval) === uid &&
    approval.metadata.namespace === run.metadata.namespace &&
    approval.metadata.name === run.metadata.name
  );
}

/** The UID of the run that the request names; `undefined` where the ApprovalTask was not made by us, and has no request. */
export function askingUidOf({ spec }: { readonly spec?: Partial<ApprovalSpec> }): string | undefined {
  return spec?.run?.uid;
}
