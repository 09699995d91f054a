// People whose tokens the API servers of the suites know, so that mode `kubernetes` knows them by the names that the suites use. They
// have no right in the cluster.
import { makeLargestAccount, makeLargestName } from "./largest-votes.ts";

interface SuitePerson {
  readonly token: string;
  readonly username: string;
  /** The name: what is on record is the same as in other modes. */
  readonly uid: string;
  readonly groups: readonly string[];
}

/** Of the API servers themselves: a token that somebody has from a file is for nothing else. */
export const SUITE_AUDIENCES = [
  "https://kubernetes.default.svc",
  "https://kubernetes.default.svc.cluster.local",
] as const;

const NAMES = ["ann", "bob", "ines", "john", "mallory", "mary", "reader"];
const MEMBERS = [
  ["ann", "admin"],
  ["ann", "security"],
  ["ann", "ops"],
  ["bob", "admin"],
  ["bob", "operations"],
] as const;

/** The last four of those who vote on the largest request, which one group is asked for. */
const LAST_OF_LARGEST = [252, 253, 254, 255];

export const SUITE_PEOPLE: readonly SuitePerson[] = [
  ...NAMES.map((name) => person(name)),
  ...MEMBERS.map(([name, group]) => person(name, group)),
  ...LAST_OF_LARGEST.map((number) => person(makeLargestAccount(number, "<").by, makeLargestName(0))),
];

function person(name: string, ...groups: readonly string[]): SuitePerson {
  // What fills the largest names is nothing that a token may have.
  const token = ["suite", name, ...groups].join("-").replaceAll("<", "");
  return { token, username: name, uid: name, groups };
}

/** Throws where the suites have a person whom the API servers do not know. */
export function findToken(name: string, groups: readonly string[]): string {
  const found = SUITE_PEOPLE.find((one) => one.username === name && one.groups.join() === groups.join());
  if (found !== undefined) return found.token;
  const told = groups.length === 0 ? "" : ` in ${groups.join(" and ")}`;
  throw new Error(`No API server knows a token of ${name}${told}. Add one to test/kit/suite-people.ts.`);
}

/** The file of `--token-auth-file`; an empty column would be a group without a name. */
export function formatTokenFile(): string {
  return SUITE_PEOPLE.map(({ token, username, uid, groups }) => {
    const columns = [token, username, uid, ...(groups.length === 0 ? [] : [`"${groups.join(",")}"`])];
    return `${columns.join(",")}\n`;
  }).join("");
}
