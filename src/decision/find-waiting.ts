import type { Assignee } from "./assignee.ts";
import { identifyPerson } from "./identify-person.ts";
import { matchOneMore } from "./match-assignees.ts";
import type { Request } from "./request.ts";
import { findStage, type Tally } from "./tally.ts";

/** The assignees of the open stage that a person who has not voted could still answer for. */
export function findWaiting(request: Request, tally: Tally): readonly Assignee[] {
  const stage = findStage(request, tally);
  if (stage === undefined || tally.outcome !== "open") return [];
  // Votes that count are of this stage or of an earlier one, and either bars the person from voting in this one.
  const barred = new Set(tally.counted.flatMap(({ person }) => person.names));
  return stage.assignees.filter(({ kind, name }, position) => {
    if (kind === "user" && barred.has(identifyPerson(name))) return false;
    return stage.counts === "people" || matchOneMore(tally.matching, [position]) !== undefined;
  });
}
