import type { Verdict } from "../decision/verdict.ts";
import { applyVerdict } from "../objects/approval/approval-status.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";

/** The approval with a verdict in its status; a terminal one is the decision, and final. Writes nothing. */
export function recordVerdict(task: ApprovalTask, verdict: Verdict, nowMs: number): ApprovalTask {
  return { ...task, status: applyVerdict(task, verdict, nowMs) };
}
