// What a verdict must mean, written a second time and differently: from the strategy, by trying everything. Shares no
// code with the engine.
import type { Assignee } from "../assignee.ts";
import type { StagesInput } from "../compile-stages.ts";
import type { Vote, Voter } from "../request.ts";

const personOf = (name: string): string => name.normalize("NFKC").toLowerCase();

/** Positions that a vote may claim: a user's only under the very name. */
function claims(assignees: readonly Assignee[], vote: Vote): readonly number[] {
  return vote.assignees.filter((position) => {
    const assignee = assignees[position];
    if (assignee === undefined) return false;
    return assignee.kind === "group" || assignee.name.normalize("NFC") === vote.by.normalize("NFC");
  });
}

/** Whether every assignee from `position` on can be given a different person. */
function canAssign(
  assignees: readonly Assignee[],
  votes: readonly Vote[],
  position = 0,
  used: readonly string[] = [],
): boolean {
  if (position === assignees.length) return true;
  return votes.some((vote) => {
    const person = personOf(vote.by);
    return (
      !used.includes(person) &&
      claims(assignees, vote).includes(position) &&
      canAssign(assignees, votes, position + 1, [...used, person])
    );
  });
}

/** Whether the approvals among these votes, all of them and whatever their order, are enough. */
export function areEnough(
  { strategy, assignees, approvalsRequired = 1 }: StagesInput,
  votes: readonly Vote[],
): boolean {
  const approvals = votes.filter(({ answer }) => answer === "approve");
  if (strategy === "MULTI") return canAssign(assignees, approvals);
  const entitled = approvals.filter((vote) => claims(assignees, vote).length > 0);
  const people = new Set(entitled.map(({ by }) => personOf(by)));
  return people.size >= { SINGLE: 1, FOUR_EYES: 2, QUORUM: approvalsRequired }[strategy];
}

/** Whether somebody entitled rejects. */
export function isRejectedBySomebody({ assignees }: StagesInput, votes: readonly Vote[]): boolean {
  return votes.some((vote) => vote.answer === "reject" && claims(assignees, vote).length > 0);
}

/** The approvals that these people could give, if all of them were asked. */
export function approvalsOf({ assignees }: StagesInput, people: readonly Voter[]): readonly Vote[] {
  return people.map(({ name, groups }) => ({
    by: name,
    answer: "approve",
    stage: 1,
    timeMs: 0,
    assignees: assignees.flatMap((assignee, position) =>
      (assignee.kind === "user" ? [name] : groups).includes(assignee.name) ? [position] : [],
    ),
  }));
}
