import type { ApprovalTask } from "./approval-task.ts";

/** False for one that was not fully opened, or made by hand to look like an approval: it is shown to nobody. */
export function isOpened({ status }: Pick<ApprovalTask, "status">): boolean {
  return status?.startTime !== undefined;
}

/** Opened and not decided. One that was never opened is not touched: somebody may have made it by hand. */
export function isWaiting(approval: Pick<ApprovalTask, "status">): boolean {
  return isOpened(approval) && approval.status?.decision === undefined;
}
