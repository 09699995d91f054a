import type { ApprovalTask } from "../../../src/objects/approval/approval-task.ts";
import {
  deletionOf,
  isByReplica,
  lastState,
  nameEntry,
  runUidOf,
  stateAt,
  votesOf,
  type Fault,
  type Facts,
  type History,
  type Rule,
} from "../facts.ts";
import type { GivenVote } from "../story.ts";

/** Answers after which the vote is certainly not recorded. */
const DEFINITE_NO: readonly GivenVote["told"][] = ["refused", "notFound", "changed", "invalid"];

/** Who was told that the vote is recorded finds it in the approval, once, for as long as the approval may be there. */
export const recordedVotesAreKept: Rule = (facts) =>
  facts.story.votes
    .filter(({ told }) => told === "recorded")
    .flatMap((vote) => {
      const holders = facts.approvals.filter((approval) => hasEverHeld(approval, vote));
      const [holder] = holders;
      if (holder === undefined || holders.length > 1)
        return [`${vote.comment}, told recorded, was in ${holders.length} approvals`];
      const kept = votesOf(lastState(holder)).filter(({ comment }) => comment === vote.comment);
      const [found] = kept;
      if (kept.length !== 1 || found?.by !== vote.by || found.decision !== vote.decision)
        return [`${vote.comment} of ${vote.by} to ${vote.decision} is kept as ${JSON.stringify(kept)}`];
      return describeTheft(facts, holder, vote);
    });

/** Who was told that the vote is not taken finds it nowhere. */
export const refusedVotesAreNowhere: Rule = ({ story, approvals }) =>
  story.votes
    .filter((vote) => DEFINITE_NO.includes(vote.told))
    .filter((vote) => approvals.some((approval) => hasEverHeld(approval, vote)))
    .map(({ comment, told }) => `${comment}, told ${told}, is recorded`);

/** One answer is one vote, whatever was repeated on the way. */
export const eachVoteIsOnce: Rule = ({ story, approvals }) =>
  story.votes.flatMap((vote) => {
    const copies = approvals.flatMap((approval) =>
      votesOf(lastState(approval)).filter(({ comment }) => comment === vote.comment),
    );
    return copies.length > 1 ? [`${vote.comment} is recorded ${copies.length} times`] : [];
  });

/** When all is well, an answer is taken or refused; it is not left open. */
export const calmVotesAreAnswered: Rule = ({ story }) =>
  story.votes
    .filter(({ inCalm, told }) => inCalm && ["silence", "unavailable", "failed"].includes(told))
    .map(({ comment, told, by }) => `${comment} of ${by}, though all was well: ${told}`);

/** An approval that is being deleted takes no more votes: they would go with it. */
export const leavingApprovalsTakeNoVotes: Rule = (facts) =>
  facts.approvals.flatMap(({ entries }) =>
    entries
      .filter(
        ({ object, previous }) =>
          previous?.metadata.deletionTimestamp !== undefined &&
          votesOf(object).length > votesOf(previous).length,
      )
      .map((entry) => `a vote while it was being deleted: ${nameEntry(entry, facts)}`),
  );

function hasEverHeld({ entries }: History<ApprovalTask>, { comment }: GivenVote): boolean {
  return entries.some(({ object }) => votesOf(object).some((vote) => vote.comment === comment));
}

/** Its run is gone, or somebody else deleted it: then it may go. */
function describeTheft(facts: Facts, holder: History<ApprovalTask>, vote: GivenVote): readonly Fault[] {
  const deletion = deletionOf(holder);
  if (deletion === undefined || !isByReplica(deletion)) return [];
  const run = facts.runs.find(({ uid }) => uid === runUidOf(holder));
  return stateAt(run, deletion.revision) === undefined
    ? []
    : [`${vote.comment} of ${vote.by}, told recorded, went with ${nameEntry(deletion, facts)}`];
}
