import type { VoteRefusal } from "./verdict.ts";

const SENTENCES: Readonly<Record<VoteRefusal, string>> = {
  NotEntitled: "You are not asked to vote here, by name or as a member of a group.",
  AlreadyVoted: "You have already voted here, and a vote cannot be changed.",
  VotedInEarlierStage: "You voted in the first stage, and the second one needs somebody else.",
  AssigneeAnswered: "Others have already voted for every person and group that your vote could count for.",
  AlreadyDecided: "This approval has already ended, so your vote was not taken.",
  ApprovalDeleted:
    "This approval is being deleted, so your vote was not taken. If its run still waits, people are asked again.",
  DeadlinePassed: "The time to vote is over, so your vote was not taken.",
};

/** One sentence for the person whose vote is not taken. */
export function explainRefusal(refusal: VoteRefusal): string {
  return SENTENCES[refusal];
}
