import { askedAs, foldEmail, isAsked } from "./asked-as.ts";
import type { Assignee } from "./assignee.ts";
import { identifyPerson } from "./identify-person.ts";
import type { Stage, Vote, Voter } from "./request.ts";

/** Positions, from 0, of all assignees of the stage that this person may answer for. Nobody without a name may. */
export function findPositions(stage: Pick<Stage, "assignees">, voter: Voter): readonly number[] {
  const known = askedAs(voter);
  return pickPositions(stage, (assignee) => isAsked(assignee, known));
}

/**
 * Positions that a recorded vote still holds: a user's only if the name or the address fits, a group's if it was recorded,
 * since who is in a group is known only when the vote is taken. By which rules it was taken is not asked again: a setting
 * that changes must not change what has been decided.
 */
export function confirmPositions(stage: Stage, vote: Vote): readonly number[] {
  if (identifyPerson(vote.by) === "") return [];
  const recorded = new Set(vote.assignees);
  return pickPositions(
    stage,
    (assignee, position) =>
      recorded.has(position) && (assignee.kind === "group" || isVoteOfUser(assignee.name, vote)),
  );
}

/** Whether a vote is by the user of this name. */
export function isVoteOfUser(name: string, { by, email }: Pick<Vote, "by" | "email">): boolean {
  if (name.normalize("NFC") === by.normalize("NFC")) return true;
  return email !== undefined && foldEmail(name) === foldEmail(email);
}

function pickPositions(
  stage: Pick<Stage, "assignees">,
  isPicked: (assignee: Assignee, position: number) => boolean,
): readonly number[] {
  return stage.assignees.flatMap((assignee, position) => (isPicked(assignee, position) ? [position] : []));
}
