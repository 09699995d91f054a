import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../approval/approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";

/**
 * True when a run asks for an approval: `apiVersion` and `kind`, letter for letter, in `customRef`, else in
 * `customSpec` (contract C3). A run with neither is somebody else's. Never throws, whatever the object looks like.
 */
export function isApprovalRun(run: Pick<CustomRun, "spec">): boolean {
  const reference = run.spec?.customRef ?? run.spec?.customSpec;
  return reference?.apiVersion === APPROVAL_API_VERSION && reference.kind === APPROVAL_KIND;
}
