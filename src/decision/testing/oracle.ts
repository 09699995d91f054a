// What a verdict must mean, written a second time and differently: from the strategy, by trying everything. Shares no
// code with the engine.
import type { Assignee } from "../assignee.ts";
import type { StagesInput } from "../compile-stages.ts";
import type { Vote, Voter } from "../request.ts";

/** What a voter goes by: a name, and an address where there is one. */
const namesOf = ({ by, email = by }: Vote): readonly string[] => [by, email];

const isOnePerson = (one: Vote, other: Vote): boolean => {
  const keys = namesOf(one).map((name) => name.normalize("NFKC").toLowerCase());
  return namesOf(other).some((name) => keys.includes(name.normalize("NFKC").toLowerCase()));
};

/** Positions that a vote may claim: a user's only under the very name, or the address in any case. */
function claims(assignees: readonly Assignee[], vote: Vote): readonly number[] {
  return vote.assignees.filter((position) => {
    const assignee = assignees[position];
    if (assignee === undefined) return false;
    if (assignee.kind === "group" || assignee.name.normalize("NFC") === vote.by.normalize("NFC")) return true;
    return assignee.name.toLowerCase() === vote.email?.toLowerCase();
  });
}

/** Whether every assignee from `position` on can be given a different person. */
function canAssign(
  assignees: readonly Assignee[],
  votes: readonly Vote[],
  position = 0,
  used: readonly Vote[] = [],
): boolean {
  if (position === assignees.length) return true;
  return votes.some(
    (vote) =>
      !used.some((one) => isOnePerson(one, vote)) &&
      claims(assignees, vote).includes(position) &&
      canAssign(assignees, votes, position + 1, [...used, vote]),
  );
}

/** Whether so many of the votes are by people each of whom is none of the others. */
function canPick(votes: readonly Vote[], count: number, picked: readonly Vote[] = []): boolean {
  if (count === 0) return true;
  return votes.some(
    (vote, index) =>
      !picked.some((one) => isOnePerson(one, vote)) &&
      canPick(votes.slice(index + 1), count - 1, [...picked, vote]),
  );
}

/** Whether the approvals among these votes, all of them and whatever their order, are enough. */
export function areEnough(
  { strategy, assignees, approvalsRequired = 1 }: StagesInput,
  votes: readonly Vote[],
): boolean {
  const approvals = votes.filter(({ answer }) => answer === "approve");
  if (strategy === "MULTI") return canAssign(assignees, approvals);
  const entitled = approvals.filter((vote) => claims(assignees, vote).length > 0);
  return canPick(entitled, { SINGLE: 1, FOUR_EYES: 2, QUORUM: approvalsRequired }[strategy]);
}

/** Whether somebody entitled rejects. */
export function isRejectedBySomebody({ assignees }: StagesInput, votes: readonly Vote[]): boolean {
  return votes.some((vote) => vote.answer === "reject" && claims(assignees, vote).length > 0);
}

/** The approvals that these people could give, if all of them were asked. */
export function approvalsOf({ assignees }: StagesInput, people: readonly Voter[]): readonly Vote[] {
  return people.map(({ name, email = name, groups }) => ({
    by: name,
    email,
    answer: "approve",
    stage: 1,
    timeMs: 0,
    assignees: assignees.flatMap((assignee, position) =>
      (assignee.kind === "user" ? [name, email] : groups).includes(assignee.name) ? [position] : [],
    ),
  }));
}
