import type { Assignee } from "./assignee.ts";
import { identifyPerson } from "./identify-person.ts";
import type { Stage, Vote, Voter } from "./request.ts";

/** Names are the same only letter for letter; NFC alone is levelled, because keyboards differ in it. */
function isNamed(assignee: Assignee, name: string): boolean {
  return assignee.name.normalize("NFC") === name.normalize("NFC");
}

/** Positions, from 0, of all assignees of the stage that this person may answer for. Nobody without a name may. */
export function findPositions(stage: Pick<Stage, "assignees">, voter: Voter): readonly number[] {
  if (identifyPerson(voter.name) === "") return [];
  const groups = new Set(voter.groups.map((group) => group.normalize("NFC")));
  return pickPositions(stage, (assignee) =>
    assignee.kind === "user" ? isNamed(assignee, voter.name) : groups.has(assignee.name.normalize("NFC")),
  );
}

/**
 * Positions that a recorded vote still holds: a user's only if the name fits, a group's if it was recorded, since who
 * is in a group is known only when the vote is taken.
 */
export function confirmPositions(stage: Stage, vote: Vote): readonly number[] {
  if (identifyPerson(vote.by) === "") return [];
  const recorded = new Set(vote.assignees);
  return pickPositions(
    stage,
    (assignee, position) =>
      recorded.has(position) && (assignee.kind === "group" || isNamed(assignee, vote.by)),
  );
}

function pickPositions(
  stage: Pick<Stage, "assignees">,
  isPicked: (assignee: Assignee, position: number) => boolean,
): readonly number[] {
  return stage.assignees.flatMap((assignee, position) => (isPicked(assignee, position) ? [position] : []));
}
