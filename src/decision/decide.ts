import {
  describeApproved,
  describeCancelled,
  describeRejected,
  describeTimedOut,
  describeWaiting,
} from "./describe-verdict.ts";
import { findWaiting } from "./find-waiting.ts";
import type { Request, Vote } from "./request.ts";
import { findStage, type Tally, tallyVotes } from "./tally.ts";
import type { Ending, Verdict } from "./verdict.ts";

/** What a rule looks at. */
interface Situation {
  readonly request: Request;
  readonly tally: Tally;
  readonly responses: Verdict["responses"];
  readonly nowMs: number;
}

/** How the approval has ended, as far as this rule can tell; `undefined` when the rule finds nothing. */
type EndingRule = (situation: Situation) => Ending | undefined;

const isRecorded: EndingRule = ({ request }) => request.decision;

const isRejected: EndingRule = ({ tally }) =>
  tally.outcome === "rejected"
    ? { state: "rejected", reason: "RejectedByVote", message: describeRejected(tally.counted) }
    : undefined;

const isApproved: EndingRule = ({ tally }) =>
  tally.outcome === "approved"
    ? { state: "approved", reason: "QuorumReached", message: describeApproved(tally.counted) }
    : undefined;

const isCancelled: EndingRule = ({ request: { cancelled } }) =>
  cancelled === undefined
    ? undefined
    : { state: "cancelled", reason: cancelled, message: describeCancelled(cancelled) };

const isTimedOut: EndingRule = ({ request: { deadlineMs }, responses, nowMs }) =>
  deadlineMs !== undefined && nowMs >= deadlineMs
    ? { state: "timedOut", reason: "DeadlinePassed", message: describeTimedOut({ responses }) }
    : undefined;

/**
 * In this order: what is recorded stands; complete votes were all taken in time and before the cancellation, so they
 * win over both; a cancel is looked at before the deadline (contract C58).
 */
const RULES: readonly EndingRule[] = [isRecorded, isRejected, isApproved, isCancelled, isTimedOut];

/**
 * Where an approval stands, from what is asked, the votes in the order they were written, and the time in milliseconds
 * since the epoch. Votes that must not count do not, even if they are in the list.
 */
export function decide(request: Request, votes: readonly Vote[], nowMs: number): Verdict {
  return judgeTally(request, tallyVotes(request, votes), nowMs);
}

/** As `decide`, where the votes are tallied already. */
export function judgeTally(request: Request, tally: Tally, nowMs: number): Verdict {
  const required = request.stages.reduce((sum, stage) => sum + stage.required, 0);
  const responses = { received: tally.counted.length, required };
  const { stage } = tally;
  for (const rule of RULES) {
    const ending = rule({ request, tally, responses, nowMs });
    if (ending !== undefined) {
      const { state, reason, message } = ending;
      return { state, reason, message, responses, stage, waitingFor: [] };
    }
  }
  const waitingFor = findWaiting(request, tally);
  const counts = findStage(request, tally)?.counts ?? "people";
  const message = describeWaiting({ responses, waitingFor }, counts);
  return { state: "pending", reason: "WaitingForVotes", message, responses, stage, waitingFor };
}
