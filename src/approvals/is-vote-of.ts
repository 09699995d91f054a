import { accountOf, isSamePerson, personOf } from "../decision/identify-person.ts";
import { isVoteOfUser } from "../decision/entitlement.ts";
import type { Assignee, Voter } from "../decision/request.ts";
import type { VoteView } from "./approval-view.ts";

/** Whether this very account gave the vote: a namesake's is another's, and one's own stays one's own when the name changes. */
export function isVoteOf(voter: Voter, vote: Pick<VoteView, "by" | "issuer" | "subject">): boolean {
  return accountOf(voter) === accountOf({ ...vote, name: vote.by });
}

/** Whether the engine takes the two for one: the same account or address, or names that may be spellings of one. */
export function mayBeVoteOf(
  voter: Voter,
  vote: Pick<VoteView, "by" | "issuer" | "subject" | "email">,
): boolean {
  return isSamePerson(personOf(voter), personOf({ ...vote, name: vote.by }));
}

/** Whether a vote is by this assignee, who is no group: of a group, only the vote itself knows who was in it. */
export function isVoteOfAssignee({ kind, name }: Assignee, vote: Pick<VoteView, "by" | "email">): boolean {
  return kind === "user" && isVoteOfUser(name, vote);
}
