// What says where to answer, when the server's address has changed: only where people are still asked, and only at the first
// look after a start. Two replicas under different addresses, as in an update, would otherwise take turns for ever.
import { approvalUrl } from "../objects/approval/approval-url.ts";
import { isWaiting } from "../objects/approval/approval-standing.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { describePendingRun, WAITING } from "../objects/run/run-outcome.ts";
import { readPendingMessage } from "../objects/run/run-status.ts";
import { isOver, urlOf, writeRun, type PlanContext, type Rule, type WithApproval } from "./rule.ts";

/** The approval's own link. */
export const moveLink: Rule<WithApproval> = (snapshot, context) => {
  const { approval } = snapshot;
  if (!mayMove(snapshot, context)) return undefined;
  const url = approvalUrl(context.baseUrl, approval.metadata);
  if (approval.status?.approvalUrl === url) return undefined;
  const status = { ...approval.status, approvalUrl: url };
  return { kind: "writeApprovalStatus", approval: { ...approval, status } };
};

/** The run's message, which Tekton, `tkn` and the dashboard show. Somebody else's is left alone. */
export const moveMessage: Rule<WithApproval> = (snapshot, context) => {
  const { run, approval } = snapshot;
  if (run === undefined || isOver(run) || !mayMove(snapshot, context)) return undefined;
  const before = readPendingMessage(run);
  if (!before.startsWith(WAITING)) return undefined;
  const write = writeRun(run, describePendingRun(approval, urlOf(run, context.baseUrl)), context);
  return readPendingMessage(write.run) === before ? undefined : write;
};

function mayMove({ approval }: WithApproval, { isFirstLook }: PlanContext): boolean {
  return isFirstLook === true && isWaiting(approval) && !isBeingDeleted(approval);
}
