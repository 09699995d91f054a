import { matchRulesOf } from "./asked-as.ts";
import type { Assignee } from "./assignee.ts";
import { describeAssignees } from "./describe-verdict.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { listNames } from "./list-names.ts";
import { reduceName } from "./level-name.ts";
import { findNearNames, type NearName } from "./near-names.ts";
import type { MatchRules, Voter } from "./request.ts";

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

/** `You are known as mary, by the address mary@northlight.example, in the groups dba and ops.` */
function describeKnown({ name, email = name, groups }: Pick<Voter, "name" | "email" | "groups">): string {
  const address = email === name ? "" : `, by the address ${email}`;
  if (groups.length === 0) return `You are known as ${name}${address}, in no group.`;
  return `You are known as ${name}${address}, in the ${groups.length === 1 ? "group" : "groups"} ${listNames(groups, "and")}.`;
}

/** Why it may seem to this person that they are asked: a sentence each; none where nothing is near. */
export function explainNearMiss(
  { assignees, replacedApprovers }: AskedPeople,
  voter: Voter,
): readonly string[] {
  const found = findNearNames(assignees, voter).slice(0, MOST_NEAR);
  const near = found.map((one) => describeNear(one, matchRulesOf(voter)));
  const isSpelling = found.some(({ differences }) => differences.length > 0);
  const letterForLetter = isSpelling ? ["Names are compared letter for letter."] : [];
  const { name, email = name } = voter;
  const meant = new Set([name, email, reduceName(name), reduceName(email)]);
  const replaced = replacedApprovers.find((one) => meant.has(one) || meant.has(reduceName(one)));
  return [...(replaced === undefined ? [] : [describeReplaced(replaced)]), ...near, ...letterForLetter];
}

function describeReplaced(name: string): string {
  return `The pipeline names ${name} as an approver, but it names groups as well, and then only members of the groups are asked.`;
}

/** How somebody is told what they are known by, and what it means when that does not count. */
const MEANS: Readonly<Record<NearName["known"]["as"], { readonly you: string; readonly unmatched: string }>> =
  {
    name: { you: "you are", unmatched: "nobody is asked by name" },
    email: { you: "your e-mail address is", unmatched: "nobody is asked by e-mail address" },
    group: { you: "you are in", unmatched: "nobody is asked by group" },
  };

/** `Mary is asked, and you are mary: they differ in upper and lower case.` */
function describeNear(near: NearName, { by }: MatchRules): string {
  const { asked, known, differences } = near;
  const isUserAndGroup = differences[0] === "kind";
  const user = isUserAndGroup ? `The user ${asked.name}` : asked.name;
  const who = asked.kind === "group" ? `The group ${asked.name}` : user;
  const { you, unmatched } = MEANS[known.as];
  const why = by.includes(known.as) ? describeDifferences(differences) : `on this server ${unmatched}`;
  return `${who} is asked, and ${you} ${known.name}: ${why}.`;
}

function describeDifferences(differences: NearName["differences"]): string {
  const parts = differences.filter((one) => one !== "kind").map((one) => DIFFERENCES[one]);
  if (differences[0] !== "kind") return `they differ ${listNames(parts, "and")}`;
  const more = parts.length === 0 ? "" : `, and they differ ${listNames(parts, "and")}`;
  return `${DIFFERENCES.kind}${more}`;
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
