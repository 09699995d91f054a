import type { Assignee } from "./assignee.ts";
import { findDifferences, type NameDifference, reduceName } from "./level-name.ts";
import type { Voter } from "./request.ts";

/** An assignee that somebody nearly is. */
export interface NearName {
  /** As the request has it. */
  readonly asked: Assignee;
  /** As this person has it: their name, or one of their groups. */
  readonly known: Assignee;
  /** `kind`: one is a user and the other a group. Never empty. */
  readonly differences: readonly (NameDifference | "kind")[];
}

/**
 * Which of the assignees this person may have been meant by, although no name is the same letter for letter: those with the
 * fewest differences first. It explains and decides nothing: `findPositions` says who may answer.
 */
export function findNearNames(assignees: readonly Assignee[], { name, groups }: Voter): readonly NearName[] {
  const known: readonly Assignee[] = [
    { kind: "user", name },
    ...groups.map((group) => ({ kind: "group", name: group }) as const),
  ];
  const byReduced = Map.groupBy(known, (one) => reduceName(one.name));
  return assignees
    .flatMap((asked) => {
      const reduced = reduceName(asked.name);
      const near = reduced === "" ? [] : (byReduced.get(reduced) ?? []);
      return near.map((one): NearName => ({ asked, known: one, differences: compare(asked, one) }));
    })
    .filter(({ differences }) => differences.length > 0)
    .toSorted((one, other) => one.differences.length - other.differences.length);
}

function compare(asked: Assignee, known: Assignee): NearName["differences"] {
  const differences = findDifferences(asked.name, known.name);
  return asked.kind === known.kind ? differences : ["kind", ...differences];
}
