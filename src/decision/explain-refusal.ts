import type { VoteRefusal } from "./verdict.ts";

const SENTENCES: Readonly<Record<VoteRefusal, string>> = {
  NotEntitled: "You are not among those asked to answer here, neither by name nor by group.",
  AlreadyVoted: "You have already answered here, and an answer cannot be changed.",
  VotedInEarlierStage: "You gave the first answer, and this step needs somebody else.",
  AssigneeAnswered: "Others have already answered for everybody you could answer for here.",
  AlreadyDecided: "This approval has already ended, so your answer was not taken.",
  ApprovalDeleted:
    "This approval is being deleted, so your answer was not taken. If its run still waits, people are asked again.",
  DeadlinePassed: "The time to answer is over, so your answer was not taken.",
};

/** One sentence for the person whose vote is not taken. */
export function explainRefusal(refusal: VoteRefusal): string {
  return SENTENCES[refusal];
}
