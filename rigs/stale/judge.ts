// What must be true of every story, whatever went wrong in it.
import { gatherFacts, type Fault, type Rule } from "./facts.ts";
import { goneRunsAreAskedOnce, noLiveApprovalIsDeleted, runsAreAskedOnce } from "./rules/approvals.ts";
import { attemptsFollowDeadlines, decisionsAreRight, decisionsStay } from "./rules/decisions.ts";
import { noMessageIsAcceptedTwice, noticesAreTrue } from "./rules/notices.ts";
import { endsAreRight, endsStay, everythingEnds, leavingRunsAreNotApproved } from "./rules/runs.ts";
import {
  calmVotesAreAnswered,
  eachVoteIsOnce,
  leavingApprovalsTakeNoVotes,
  recordedVotesAreKept,
  refusedVotesAreNowhere,
} from "./rules/votes.ts";
import { nothingIsWrittenAfterTheEnd, whatIsLeftIsTidy, writesAreBounded } from "./rules/writes.ts";
import type { Story } from "./story.ts";

const RULES: readonly Rule[] = [
  recordedVotesAreKept,
  refusedVotesAreNowhere,
  eachVoteIsOnce,
  leavingApprovalsTakeNoVotes,
  calmVotesAreAnswered,
  noLiveApprovalIsDeleted,
  goneRunsAreAskedOnce,
  runsAreAskedOnce,
  decisionsStay,
  decisionsAreRight,
  attemptsFollowDeadlines,
  endsStay,
  endsAreRight,
  leavingRunsAreNotApproved,
  everythingEnds,
  noMessageIsAcceptedTwice,
  noticesAreTrue,
  writesAreBounded,
  nothingIsWrittenAfterTheEnd,
  whatIsLeftIsTidy,
];

/** Everything that is wrong; empty when nothing is. */
export function judge(story: Story): readonly Fault[] {
  const facts = gatherFacts(story);
  return RULES.flatMap((rule) => rule(facts));
}
