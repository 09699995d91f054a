// What is told of an approval on Events: that people are asked, and how it ended.
import type { Ending, VerdictState } from "../decision/verdict.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { describePendingRun } from "../objects/run/run-outcome.ts";
import type { Notable } from "./step.ts";

const ENDS: Readonly<Record<Exclude<VerdictState, "pending">, Pick<Notable, "type" | "reason">>> = {
  approved: { type: "Normal", reason: "Approved" },
  rejected: { type: "Normal", reason: "Rejected" },
  timedOut: { type: "Warning", reason: "TimedOut" },
  cancelled: { type: "Normal", reason: "Cancelled" },
};

/** In the words of the run. */
export function noteAsked(approval: ApprovalTask, url: string): Notable {
  const { message } = describePendingRun(approval, url);
  return { type: "Normal", reason: "ApprovalRequested", message };
}

export function noteEnd({ state, message }: Pick<Ending, "state" | "message">): Notable {
  return { ...ENDS[state], message };
}
