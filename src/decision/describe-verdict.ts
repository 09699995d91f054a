import { listNames } from "./list-names.ts";
import type { Assignee } from "./assignee.ts";
import type { Answer, Stage, Vote } from "./request.ts";
import type { CancelReason, Verdict } from "./verdict.ts";

const CANCELLED: Readonly<Record<CancelReason, string>> = {
  CancelledByPerson: "Cancelled by a person, whom the message names with the reason they gave.",
  RunCancelled: "Cancelled, because the run was cancelled.",
  RunDeleted: "Cancelled, because the run was deleted.",
  RunNotOurs: "Cancelled, because the run no longer asks for an approval.",
  RunEnded: "Cancelled, because the run ended without an answer.",
  PipelineRunTimedOut: "Too late: the PipelineRun had run out of time.",
  PipelineRunFinished: "Cancelled, because the PipelineRun has finished.",
  PipelineRunGone: "Cancelled, because the PipelineRun is gone.",
};

export function describeCancelled(reason: CancelReason): string {
  return CANCELLED[reason];
}

/** `Cancelled by ann: “wrong version”.`, with one full stop. */
export function describeCancelledBy(by: string, reason: string): string {
  return `Cancelled by ${by}: “${reason}”${/[.!?…]$/u.test(reason) ? "" : "."}`;
}

/**
 * `ann, bob or a member of ops`, and `and` where the stage wants an answer for each; of many, the first three. Empty when
 * nobody is waited for.
 */
export function describeAssignees(assignees: readonly Assignee[], counts: Stage["counts"]): string {
  return listNames(assignees.map(describeAssignee), counts === "assignees" ? "and" : "or");
}

export function describeWaiting(
  { responses, waitingFor }: Pick<Verdict, "responses" | "waitingFor">,
  counts: Stage["counts"],
): string {
  const votes = `${responses.received} of ${countVotes(responses.required)}`;
  // Who is named twice, by name and by address, has voted for both.
  if (waitingFor.length === 0) return `Nobody is left who could vote: ${votes}.`;
  return `Waiting for ${describeAssignees(waitingFor, counts)}: ${votes}.`;
}

export function describeTimedOut({ responses }: Pick<Verdict, "responses">): string {
  return `Timed out with ${responses.received} of ${countVotes(responses.required)}.`;
}

export function describeApproved(votes: readonly Vote[]): string {
  return `Approved by ${listVoters(votes, "approve")}.`;
}

export function describeRejected(votes: readonly Vote[]): string {
  return `Rejected by ${listVoters(votes, "reject")}.`;
}

function describeAssignee({ kind, name }: Assignee): string {
  return kind === "group" ? `a member of ${name}` : name;
}

function listVoters(votes: readonly Vote[], answer: Answer): string {
  return listNames(
    votes.filter((vote) => vote.answer === answer).map(({ by }) => by),
    "and",
  );
}

function countVotes(number: number): string {
  return number === 1 ? "1 vote" : `${number} votes`;
}
