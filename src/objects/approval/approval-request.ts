import { compileStages } from "../../decision/compile-stages.ts";
import { ANSWERS, type Request, STRATEGIES, type Vote } from "../../decision/request.ts";
import { tallyVotes } from "../../decision/tally.ts";
import { type CancelReason, END_STATES } from "../../decision/verdict.ts";
import { parseTime } from "../../std/clock.ts";
import {
  type ApprovalStatus,
  type ApprovalTask,
  assigneesOf,
  ON_REJECT,
  type RecordedVote,
} from "./approval-task.ts";

/** An approval as the engine sees it; its object may be about to be created. */
export type AskedApproval = Pick<ApprovalTask, "spec" | "status">;

/**
 * What the engine needs of an approval: its stages, deadline and recorded decision. `cancelled` says why nobody needs to
 * answer any more. The stages are compiled from the frozen `spec` and never taken from the status, so that whoever can
 * write a status cannot weaken the gate.
 */
export function readRequest({ spec, status }: AskedApproval, cancelled?: CancelReason): Request {
  const { strategy, approvalsRequired } = spec;
  const number = approvalsRequired === undefined ? {} : { approvalsRequired };
  const stages = compileStages({ strategy, assignees: assigneesOf(spec), ...number });
  const deadlineMs = parseTime(status?.deadline);
  const decision = isKnown(END_STATES, status?.decision?.state) ? status?.decision : undefined;
  return {
    // Refused when it was opened; an object that got here otherwise asks nobody, and so can never be approved.
    stages: stages.ok && isUnderstood(spec, status) ? stages.value : [],
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(decision === undefined ? {} : { decision }),
    ...(cancelled === undefined ? {} : { cancelled }),
  };
}

/**
 * False for what a newer version wrote in words that this one lacks, while both are at work. They may mean anything, an answer
 * that is no rejection too: it must not pass for an approval.
 */
function isUnderstood(spec: AskedApproval["spec"], status: ApprovalStatus | undefined): boolean {
  const answers = (status?.votes ?? []).map(({ decision }) => decision);
  const isAsked = isKnown(STRATEGIES, spec.strategy) && isKnown(ON_REJECT, spec.onReject);
  return isAsked && answers.every((answer) => isKnown(ANSWERS, answer));
}

function isKnown(words: readonly string[], word: string | undefined): boolean {
  return word !== undefined && words.includes(word);
}

/** The votes of the current attempt, in the order they were written. */
export function readVotes(approval: Pick<ApprovalTask, "status">): readonly Vote[] {
  return listRecordedVotes(approval.status).map(
    ({ by, issuer, subject, email, decision, stage, assignees, time }) => ({
      by,
      issuer,
      ...(subject === undefined ? {} : { subject }),
      ...(email === undefined ? {} : { email }),
      answer: decision,
      stage,
      assignees,
      // A time that cannot be read is not shown to be in time.
      timeMs: parseTime(time) ?? Number.POSITIVE_INFINITY,
    }),
  );
}

/** The recorded votes of the current attempt that count, in order. */
export function listCountedVotes(approval: AskedApproval): readonly RecordedVote[] {
  const counted = new Set(
    tallyVotes(readRequest(approval), readVotes(approval)).counted.map(({ index }) => index),
  );
  return listRecordedVotes(approval.status).filter((_vote, index) => counted.has(index));
}

function listRecordedVotes(status: ApprovalStatus | undefined): readonly RecordedVote[] {
  const attempt = status?.attempt ?? 1;
  return (status?.votes ?? []).filter((vote) => vote.attempt === attempt);
}
