import {
  buildApproval,
  type ApprovalChanges,
  type SampleApproval,
  type VoteChanges,
} from "../kit/web/build-approval.ts";
import { MAX_NAME } from "../../src/auth/principal.ts";

/** What somebody of the sample world is called in one round of it. */
export type Cast = (name: string) => string;

/** The length of the longest e-mail addresses that are common. */
const EMAIL_LENGTH = 44;

export const asTheyAre: Cast = (name) => name;

/** Names as short and as long as they come. */
export const CASTS: Readonly<Record<string, Cast>> = {
  "e-mail addresses": (name) => {
    const domain = ".example";
    return (
      `${name.toLowerCase().replaceAll(" ", ".")}@`.padEnd(EMAIL_LENGTH - domain.length, "northlight") +
      domain
    );
  },
  "long names of many words": (name) => `${name.padEnd(MAX_NAME - 1, " of the release managers")}.`,
  "long names of one word": (name) => name.replaceAll(" ", "").padEnd(MAX_NAME, "release"),
};

/** Those of the gate: what is hardest to lay out, and what many are called. With `COUNTERSIGN_LONG` all of them are. */
export const CASTS_OF_THE_GATE = ["e-mail addresses", "long names of one word"];

/** The approval with everybody in it called so. */
export function castApproval(changes: ApprovalChanges, cast: Cast): SampleApproval {
  const { approvers, votes = [], earlierAttempts = [] } = changes;
  const castVote = (vote: VoteChanges): VoteChanges => ({ ...vote, by: cast(vote.by) });
  return buildApproval({
    ...changes,
    ...(approvers && { approvers: approvers.map(cast) }),
    votes: votes.map(castVote),
    earlierAttempts: earlierAttempts.map((attempt) => attempt.map(castVote)),
  });
}
