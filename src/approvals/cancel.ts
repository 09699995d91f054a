// Somebody ends a pending approval, from whichever door it comes: checked, recorded in one guarded write, or refused.
import { isDeepStrictEqual } from "node:util";
import type { Voter } from "../decision/request.ts";
import { BOUNDS, type ApprovalTask, type Cancellation } from "../objects/approval/approval-task.ts";
import { cancelApproval } from "../objects/approval/cancel-approval.ts";
import { isOwnApproval } from "../objects/approval/is-own-approval.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { countCharacters } from "../objects/characters.ts";
import { hasControlCharacter } from "../objects/parameters/control-characters.ts";
import { FairLines } from "../std/fair-lines.ts";
import { ok, refuse } from "../std/result.ts";
import { MAY_NOT_CANCEL } from "./access/rights.ts";
import { keyOf } from "./approval-key.ts";
import type { Approvals, CancelError, CancelRequest } from "./approvals.ts";
import { findOperationFault } from "./check-vote.ts";
import { explainEnd } from "./explain-end.ts";
import { isVoteOf } from "./is-vote-of.ts";
import { notRecorded } from "./not-recorded.ts";
import { ownerOf, WAITING } from "./queue-vote.ts";
import { type Judgement, type RecordDependencies, recordChange, type Situation } from "./record-change.ts";
import { VOTE_LIMITS, VoteTime, type VoteLimits } from "./vote-time.ts";

export interface CancelDependencies extends RecordDependencies {
  readonly sees: (person: Voter, approval: ApprovalTask) => boolean;
  readonly mayCancel: (person: Voter, approval: ApprovalTask) => boolean;
  readonly limits?: VoteLimits;
}

const DELETED = "It is being deleted. If its run still waits, people are asked again.";
const CHANGED = "The request is not the one that was shown. Read it again, then cancel it.";
const REUSED =
  "This operation was sent before with another reason: the cancellation is on record, and cannot be changed.";

/** Takes cancellations of all approvals; they wait for one another, and never in the line of the votes. */
export function createCancel(deps: CancelDependencies): Approvals["cancel"] {
  const lines = new FairLines(WAITING);
  return async (given) => {
    const request = { ...given, reason: toLine(given.reason) };
    const invalid = findInvalidPart(request);
    if (invalid !== undefined) return refuse(invalid);
    const { ref, by } = request;
    const time = new VoteTime(deps.limits ?? VOTE_LIMITS);
    const judge = (situation: Situation): Judgement<CancelError> => judgeCancel(deps, request, situation);
    const place = { owner: ownerOf(by), signal: time.signal, counter: keyOf(ref) };
    const answer = await lines.run(place, () =>
      recordChange<CancelError>(deps, { ref, what: "cancellation", judge, isIn }, time),
    );
    return answer.ok ? answer.value : refuse(notRecorded("TooManyWaiting"));
  };
}

/** It is read on one line by whoever looks at the run. */
function toLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

function findInvalidPart({ reason, operation }: CancelRequest): CancelError | undefined {
  const fault = findReasonFault(reason);
  if (fault !== undefined) return { kind: "invalid", field: "reason", message: fault };
  const message = findOperationFault(operation);
  return message === undefined ? undefined : { kind: "invalid", field: "operation", message };
}

function findReasonFault(reason: string): string | undefined {
  if (reason === "") return "The reason is empty. Say why: everybody who was asked can read it.";
  const surplus = countCharacters(reason) - BOUNDS.cancelReason;
  if (surplus > 0)
    return `The reason is ${surplus} ${surplus === 1 ? "character" : "characters"} too long; at most ${BOUNDS.cancelReason} are kept. Shorten it.`;
  return hasControlCharacter(reason)
    ? "The reason has a character in it that nobody can see. Type it again instead of pasting it."
    : undefined;
}

function judgeCancel(
  { sees, mayCancel }: CancelDependencies,
  request: CancelRequest,
  { approval, run, nowMs, view }: Situation,
): Judgement<CancelError> {
  const { by, digest } = request;
  if (!sees(by, approval)) return { answer: refuse({ kind: "notFound" }) };
  const shown = (kind: "notAllowed" | "ended" | "changed", message: string): Judgement<CancelError> => ({
    answer: refuse({ kind, message, approval: view(approval) }),
  });
  // What is on record is on record, whatever has become of the right since.
  const repeated = isRepeated(request, approval.status?.decision?.cancellation);
  if (repeated === "reused")
    return { answer: refuse({ kind: "reused", message: REUSED, approval: view(approval) }) };
  if (repeated === "same") return { answer: ok({ approval: view(approval), repeated: true }) };
  if (!mayCancel(by, approval)) return shown("notAllowed", MAY_NOT_CANCEL);
  const end = explainEnd(approval, run, nowMs);
  if (end !== undefined) return shown("ended", end);
  if (run === undefined || !isOwnApproval(approval, run)) return { answer: refuse({ kind: "notFound" }) };
  if (isBeingDeleted(approval)) return shown("ended", DELETED);
  if (digest !== undefined && digest !== computeDigest(approval.spec)) return shown("changed", CHANGED);
  return { next: cancelApproval(approval, toCancellation(request), nowMs) };
}

function isRepeated(
  { by, operation, reason }: CancelRequest,
  recorded: Cancellation | undefined,
): "same" | "reused" | undefined {
  if (operation === undefined || recorded?.operation !== operation || !isVoteOf(by, recorded))
    return undefined;
  return recorded.reason === reason ? "same" : "reused";
}

function toCancellation({ by, reason, via, operation }: CancelRequest): Cancellation {
  const { name, issuer, subject } = by;
  return {
    by: name,
    issuer,
    ...(subject === name ? {} : { subject }),
    reason,
    via,
    ...(operation === undefined ? {} : { operation }),
  };
}

function isIn(now: ApprovalTask, next: ApprovalTask): boolean {
  return isDeepStrictEqual(now.status?.decision, next.status?.decision);
}
