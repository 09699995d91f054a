// The states that the bench waits for, as anybody sees them on a watch.
import type { ApprovalTask } from "../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";

/** People can answer (W3). */
export function isAsked({ status }: ApprovalTask): boolean {
  return status?.startTime !== undefined;
}

/** The pipeline goes on (W7). */
export function isEnded({ status }: CustomRun): boolean {
  return status?.completionTime !== undefined;
}

/** The last write of an approval is done (W8). */
export function isLabelled({ metadata }: ApprovalTask): boolean {
  return metadata.labels?.["decision"] === "approved";
}
