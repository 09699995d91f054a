import type { Assignee } from "./assignee.ts";
import { identifyPerson } from "./identify-person.ts";
import { MATCHED, type MatchRules, type Voter } from "./request.ts";

/** Under what somebody may be asked, in NFC. */
export interface AskedAs {
  readonly users: ReadonlySet<string>;
  /** By `foldEmail`; absent where case counts, or there is no address. */
  readonly foldedEmail?: string;
  readonly groups: ReadonlySet<string>;
}

const EXACTLY: MatchRules = { by: MATCHED, emailCase: "exact" };

export function matchRulesOf({ match = EXACTLY }: Pick<Voter, "match">): MatchRules {
  return match;
}

/** Nobody without a name is asked under anything. */
export function askedAs(voter: Voter): AskedAs {
  if (identifyPerson(voter.name) === "") return { users: new Set(), groups: new Set() };
  const { by, emailCase } = matchRulesOf(voter);
  const email = by.includes("email") ? voter.email : undefined;
  const names = [...(by.includes("name") ? [voter.name] : []), ...(email === undefined ? [] : [email])];
  const groups = by.includes("group") ? voter.groups : [];
  return {
    users: new Set(names.map(toNfc)),
    groups: new Set(groups.map(toNfc)),
    ...(email !== undefined && emailCase === "fold" && { foldedEmail: foldEmail(email) }),
  };
}

/** Names are the same only letter for letter; NFC alone is levelled, because keyboards differ in it. */
export function isAsked({ kind, name }: Assignee, { users, groups, foldedEmail }: AskedAs): boolean {
  if (kind === "group") return groups.has(toNfc(name));
  return users.has(toNfc(name)) || (foldedEmail !== undefined && foldEmail(name) === foldedEmail);
}

/**
 * An address in which case does not count: of the letters a to z alone. Others have a partner among these: in upper case
 * `ı` is `I` and `ſ` is `S`, and whoever has registered an address with one would be somebody else.
 */
export function foldEmail(address: string): string {
  return toNfc(address).replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

function toNfc(name: string): string {
  return name.normalize("NFC");
}
