// What is written to an ApprovalTask that stays beside a run which has ended and is not, or no longer, its own: an orphan
// that took the name, or one whose owner reference is gone. People still see it, and nobody waits for their answer.
import type { ClosingReason } from "../objects/run/closing-reason.ts";
import { askingUidOf } from "../objects/approval/is-own-approval.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isWaiting } from "../objects/approval/approval-standing.ts";
import { closeApproval } from "../objects/approval/close-approval.ts";
import { labelApproval } from "./approval-rules.ts";
import type { Rule } from "./rule.ts";
import type { Snapshot } from "./snapshot.ts";

export type WithLeftover = Snapshot & { readonly run: CustomRun; readonly stranger: ApprovalTask };

/** W6 without a vote. One that was never started is not touched: somebody may have made it by hand. */
export const closeLeftover: Rule<WithLeftover> = (snapshot, { nowMs }) => {
  const { run, stranger } = snapshot;
  if (!isWaiting(stranger) || !isOfThisName(stranger, run)) return undefined;
  return {
    kind: "writeApprovalStatus",
    approval: closeApproval(stranger, closingReasonFor(snapshot), nowMs),
  };
};

/** W8. */
export const labelLeftover: Rule<WithLeftover> = (snapshot, context) => {
  const { run, stranger } = snapshot;
  const isClosed = stranger.status?.decision !== undefined && isOfThisName(stranger, run);
  return isClosed ? labelApproval({ ...snapshot, approval: stranger }, context) : undefined;
};

function isOfThisName({ spec }: { readonly spec?: Partial<ApprovalTask["spec"]> }, run: CustomRun): boolean {
  return spec?.run?.name === run.metadata.name;
}

/** Two runs never have one name at a time: the other is gone. */
function closingReasonFor({ run, stranger, closing }: WithLeftover): ClosingReason {
  const isOfRun = askingUidOf(stranger) === run.metadata.uid;
  return isOfRun && closing !== undefined ? closing : { reason: "RunDeleted" };
}
