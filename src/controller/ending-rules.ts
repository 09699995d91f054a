// How a run that has its approval is ended: W7, by what is recorded, or because it is on its way out.
import type { Ending } from "../decision/verdict.ts";
import { listCountedVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { explainClosing } from "../objects/run/closing-reason.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { describeEndedRun } from "../objects/run/run-outcome.ts";
import { isRunDone } from "../objects/run/run-status.ts";
import { noteEnd } from "./approval-notables.ts";
import { isOver, type PlanContext, type Rule, type WithApproval, writeRun } from "./rule.ts";
import type { Step } from "./step.ts";

/**
 * A run on its way out is never told yes, whatever is recorded: Tekton takes it by its name for the one that comes after
 * it (contract C31, C32). It is told that it is cancelled, because somebody's finalizer may hold it, and its PipelineRun
 * waits for it.
 */
export const endDeletedRun: Rule<WithApproval> = ({ run, approval }, context) => {
  if (run === undefined || isRunDone(run) || !isBeingDeleted(run)) return undefined;
  const closing = { reason: "RunDeleted" } as const;
  const ending = { state: "cancelled", ...closing, message: explainClosing(closing) } as const;
  return endWith({ run, approval, ending }, context);
};

/** W7: condition, results and completion time, in one write. */
export const endRun: Rule<WithApproval> = ({ run, approval }, context) => {
  const decision = approval.status?.decision;
  if (run === undefined || isOver(run) || decision === undefined) return undefined;
  return endWith({ run, approval, ending: decision }, context);
};

interface EndedApproval {
  readonly run: CustomRun;
  readonly approval: ApprovalTask;
  readonly ending: Ending;
}

function endWith({ run, approval, ending }: EndedApproval, context: PlanContext): Step {
  const { onReject } = approval.spec;
  const outcome = describeEndedRun(run, { ending, onReject, votes: listCountedVotes(approval) });
  return { ...writeRun(run, outcome, context), notable: noteEnd(ending) };
}
