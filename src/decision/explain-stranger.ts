import type { Assignee } from "./assignee.ts";
import { describeAssignees } from "./describe-verdict.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { listNames } from "./list-names.ts";
import { reduceName } from "./level-name.ts";
import { findNearNames, type NearName } from "./near-names.ts";
import type { Voter } from "./request.ts";

/** Who is asked, and who is named and not asked all the same. */
export interface AskedPeople {
  readonly assignees: readonly Assignee[];
  /** Approvers of a request that names groups as well, which win over them. */
  readonly replacedApprovers: readonly string[];
}

const DIFFERENCES: Readonly<Record<NearName["differences"][number], string>> = {
  kind: "one is a user, the other a group",
  case: "in upper and lower case",
  slash: "in the / at the beginning",
  path: "in the path before the name",
  domain: "in the domain",
  prefix: "in what stands before the name",
  directory: "in what a directory puts around the name",
  plus: "in a blank, which is what + means in an address (write %2B there)",
  blanks: "in blanks",
  form: "in characters that look the same or cannot be seen",
  accents: "in accents",
  marks: "in the marks between the words",
};

/** More are not shown: the first ones have the fewest differences. */
const MOST_NEAR = 3;

/** `You are known as mary, in the groups dba and ops.` */
function describeKnown({ name, groups }: Pick<Voter, "name" | "groups">): string {
  if (groups.length === 0) return `You are known as ${name}, in no group.`;
  return `You are known as ${name}, in the ${groups.length === 1 ? "group" : "groups"} ${listNames(groups, "and")}.`;
}

/** Why it may seem to this person that they are asked: a sentence each; none where nothing is near. */
export function explainNearMiss(
  { assignees, replacedApprovers }: AskedPeople,
  voter: Voter,
): readonly string[] {
  const near = findNearNames(assignees, voter).slice(0, MOST_NEAR).map(describeNear);
  const letterForLetter = near.length === 0 ? [] : ["Names are compared letter for letter."];
  const meant = reduceName(voter.name);
  const replaced = replacedApprovers.find((name) => name === voter.name || reduceName(name) === meant);
  return [...(replaced === undefined ? [] : [describeReplaced(replaced)]), ...near, ...letterForLetter];
}

function describeReplaced(name: string): string {
  return `The pipeline names ${name} as an approver, but it names groups as well, and then only members of the groups are asked.`;
}

/** `Mary is asked, and you are mary: they differ in upper and lower case.` */
function describeNear({ asked, known, differences }: NearName): string {
  const who = asked.kind === "group" ? `The group ${asked.name}` : asked.name;
  const you = known.kind === "group" ? `you are in ${known.name}` : `you are ${known.name}`;
  const [first, ...others] = differences;
  if (first !== "kind") {
    const parts = differences.map((difference) => DIFFERENCES[difference]);
    return `${who} is asked, and ${you}: they differ ${listNames(parts, "and")}.`;
  }
  const also = others.map((difference) => DIFFERENCES[difference]);
  const more = also.length === 0 ? "" : `, and they differ ${listNames(also, "and")}`;
  return `${asked.kind === "group" ? who : `The user ${asked.name}`} is asked, and ${you}: ${DIFFERENCES.kind}${more}.`;
}

/** For somebody whose vote is not taken because nobody by that name is asked: who they are, who is asked, what differs. */
export function explainStranger(people: AskedPeople, voter: Voter): string {
  const asked = describeAssignees(people.assignees, "people");
  return [
    explainRefusal("NotEntitled"),
    `${describeKnown(voter)} This approval asks ${asked}.`,
    ...explainNearMiss(people, voter),
  ].join(" ");
}
