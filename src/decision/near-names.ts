import { askedAs, isAsked } from "./asked-as.ts";
import type { Assignee } from "./assignee.ts";
import { findDifferences, type NameDifference, reduceName } from "./level-name.ts";
import type { MATCHED, Voter } from "./request.ts";

/** What somebody is known by. */
interface Known {
  readonly as: (typeof MATCHED)[number];
  readonly name: string;
}

/** An assignee that somebody nearly is. */
export interface NearName {
  /** As the request has it. */
  readonly asked: Assignee;
  readonly known: Known;
  /** `kind`: one is a user and the other a group. Empty where only the rules keep the two apart. */
  readonly differences: readonly (NameDifference | "kind")[];
}

/**
 * Which of the assignees this person may have been meant by, although no name is the same letter for letter: those with the
 * fewest differences first. It explains and decides nothing: `findPositions` says who may answer.
 */
export function findNearNames(assignees: readonly Assignee[], voter: Voter): readonly NearName[] {
  const byReduced = Map.groupBy(listKnown(voter), (one) => reduceName(one.name));
  const meant = askedAs(voter);
  return assignees
    .filter((asked) => !isAsked(asked, meant))
    .flatMap((asked) => {
      const reduced = reduceName(asked.name);
      const near = reduced === "" ? [] : (byReduced.get(reduced) ?? []);
      return near.map((known): NearName => ({ asked, known, differences: compare(asked, known) }));
    })
    .toSorted((one, other) => one.differences.length - other.differences.length);
}

/** An address that is the name as well says nothing more. */
function listKnown({ name, email = name, groups }: Voter): readonly Known[] {
  return [
    { as: "name", name },
    ...(email === name ? [] : [{ as: "email", name: email } as const]),
    ...groups.map((group) => ({ as: "group", name: group }) as const),
  ];
}

function compare({ kind, name }: Assignee, known: Known): NearName["differences"] {
  const differences = findDifferences(name, known.name);
  return (kind === "group") === (known.as === "group") ? differences : ["kind", ...differences];
}
