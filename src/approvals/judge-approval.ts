import { compileStages } from "../decision/compile-stages.ts";
import { decide } from "../decision/decide.ts";
import type { Request } from "../decision/request.ts";
import type { CancelReason, Verdict } from "../decision/verdict.ts";
import { readVotes } from "../objects/approval-request.ts";
import { assigneesOf } from "../objects/approval-task.ts";
import type { ApprovalTask } from "../objects/approval-task.ts";
import { parseTime } from "../std/clock.ts";

/** An approval, or one that is about to be created. */
type Asked = Pick<ApprovalTask, "spec" | "status">;

/**
 * What the engine needs of an approval. The stages are compiled from the frozen `spec`, never taken from the status,
 * so that whoever can write a status cannot weaken the gate.
 */
export function requestOf({ spec, status }: Asked, cancelled?: CancelReason): Request {
  const { strategy, approvalsRequired } = spec;
  const stages = compileStages({
    strategy,
    assignees: assigneesOf(spec),
    ...(approvalsRequired === undefined ? {} : { approvalsRequired }),
  });
  const deadlineMs = parseTime(status?.deadline);
  const decision = status?.decision;
  return {
    // Refused when it was opened; an object that got here otherwise asks nobody, and so can never be approved.
    stages: stages.ok ? stages.value : [],
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(decision === undefined ? {} : { decision }),
    ...(cancelled === undefined ? {} : { cancelled }),
  };
}

/**
 * Where an approval stands: what is recorded when it is decided, else what its votes, the time and, if nobody needs to
 * answer any more, `cancelled` say. `nowMs` is milliseconds since the epoch.
 */
export function judgeApproval(task: Asked, nowMs: number, cancelled?: CancelReason): Verdict {
  return decide(requestOf(task, cancelled), readVotes(task), nowMs);
}
