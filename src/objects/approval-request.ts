import type { Request, Vote } from "../decision/request.ts";
import { tallyVotes } from "../decision/tally.ts";
import type { CancelReason } from "../decision/verdict.ts";
import { parseTime } from "../std/clock.ts";
import type { ApprovalStatus, ApprovalTask, RecordedVote } from "./approval-task.ts";

/**
 * What the engine needs of an approval: its stages, deadline and recorded decision. `undefined` before the stages are
 * written: nobody can vote yet. `cancelled` says why nobody needs to answer any more.
 */
export function readRequest(
  task: Pick<ApprovalTask, "status">,
  cancelled?: CancelReason,
): Request | undefined {
  const { stages, deadline, decision } = task.status ?? {};
  if (stages === undefined || stages.length === 0) return undefined;
  const deadlineMs = parseTime(deadline);
  return {
    stages,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(decision === undefined ? {} : { decision }),
    ...(cancelled === undefined ? {} : { cancelled }),
  };
}

/** The votes of the current attempt, in the order they were written. */
export function readVotes(task: Pick<ApprovalTask, "status">): readonly Vote[] {
  return listRecordedVotes(task.status).map(({ by, decision, stage, assignees, time }) => ({
    by,
    decision,
    stage,
    assignees,
    // A time that cannot be read is not shown to be in time.
    timeMs: parseTime(time) ?? Number.POSITIVE_INFINITY,
  }));
}

/** The recorded votes of the current attempt that count, in order. */
export function listCountedVotes(task: Pick<ApprovalTask, "status">): readonly RecordedVote[] {
  const request = readRequest(task);
  if (request === undefined) return [];
  const counted = new Set(tallyVotes(request, readVotes(task)).counted.map(({ index }) => index));
  return listRecordedVotes(task.status).filter((_vote, index) => counted.has(index));
}

function listRecordedVotes(status: ApprovalStatus | undefined): readonly RecordedVote[] {
  const attempt = status?.attempt ?? 1;
  return (status?.votes ?? []).filter((vote) => vote.attempt === attempt);
}
