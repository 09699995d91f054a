// What cannot be a name, of a user or of a group, in whatever shape it is given; and what was probably meant.
import { hasTooManyMarks, MOST_MARKS } from "../../std/combining-marks.ts";
import { countStoredBytes } from "../../std/stored-bytes.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import { countCharacters } from "../characters.ts";
import { dropHidden } from "../hidden-characters.ts";
import { CONTROL } from "./control-characters.ts";
import { findVariable } from "./read-value.ts";

export interface NameFault {
  /** What is wrong, and what to do about it. */
  readonly reason: string;
  /** The entries that were probably meant instead of this one; absent: only its author knows. */
  readonly instead?: readonly unknown[];
}

/** Nobody means more: names that come twice count once. */
export const MOST_ENTRIES = 1_000;

type NameRule = (entry: string, parameter: string) => NameFault | undefined;

/** `CN=Ann,OU=People`: the one kind of name that has commas in it. A backslash takes the meaning from what follows it. */
const DISTINGUISHED_NAME = /^[\w.-]+ *=(?:\\.|[^,;\\])*(?:, *[\w.-]+ *=(?:\\.|[^,;\\])*)*$/u;

const isUnreplaced: NameRule = (entry) => {
  const reason = findVariable(entry);
  return reason === undefined ? undefined : { reason };
};

const isBlank: NameRule = (entry) =>
  entry.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "").trim() === ""
    ? { reason: "a blank entry names nobody, so leave it out", instead: [] }
    : undefined;

const isOneByLine: NameRule = (entry) =>
  splitBy(entry, /[\t\r\n\v\f\u0085\u2028\u2029]+/u, "names have no line breaks or tabs");

const isSeparatedBySemicolons: NameRule = (entry) =>
  DISTINGUISHED_NAME.test(entry) ? undefined : splitBy(entry, /;/u, "names have no semicolons");

const isSeparatedByCommas: NameRule = (entry) => {
  if (DISTINGUISHED_NAME.test(entry)) return undefined;
  const fault = splitBy(entry, /,/u, "names have no commas, unless they are like CN=Ann,OU=People");
  // Where a distinguished name is among them, only their author knows where it ends.
  return fault !== undefined && entry.includes("=") ? { reason: fault.reason } : fault;
};

const hasControlCharacters: NameRule = (entry) =>
  CONTROL.test(entry) || !entry.isWellFormed()
    ? {
        reason: "names have no control characters, so take them out",
        instead: [entry.replaceAll(new RegExp(CONTROL, "gu"), "").replaceAll(/\p{Cs}/gu, "")],
      }
    : undefined;

const hasHiddenCharacters: NameRule = (entry) => {
  const shown = dropHidden(entry);
  return shown === entry
    ? undefined
    : { reason: "there are characters in it that do not show, so take them out", instead: [shown] };
};

const isUnreadable: NameRule = (entry) =>
  entry.includes("\uFFFD")
    ? { reason: "\uFFFD stands for what could not be read, so type it again" }
    : undefined;

const hasBlanksAround: NameRule = (entry) =>
  entry === entry.trim()
    ? undefined
    : { reason: "names are compared exactly, so remove the spaces around it", instead: [entry.trim()] };

const isQuoted: NameRule = (entry) => {
  const [, inner] = /^["'`‘’“”]+([^"'`‘’“”](?:.*[^"'`‘’“”])?)["'`‘’“”]+$/su.exec(entry) ?? [];
  if (inner !== undefined)
    return { reason: "names have no quotes around them, so leave them out", instead: [inner] };
  return /^["'`‘’“”]+$/u.test(entry)
    ? { reason: "quotes alone name nobody, so write who may approve" }
    : undefined;
};

const isWildcard: NameRule = (entry) =>
  /^[*?]+$/u.test(entry) ? { reason: "names have no wildcards, so name who may approve" } : undefined;

const isMention: NameRule = (entry) =>
  entry.startsWith("@")
    ? { reason: "names have no @ before them, so leave it out", instead: [entry.replace(/^@+/u, "")] }
    : undefined;

const isMarkedAsGroup: NameRule = (entry, parameter) => {
  const [, group] = /^(?:group:)+(.*)$/isu.exec(entry) ?? [];
  if (group === undefined) return undefined;
  if (group.trim() === "") return isBlank(group, parameter);
  if (parameter === "groups")
    return { reason: "a group is named without group: before it", instead: [group] };
  const where = `name it as groups: ${JSON.stringify([group.trim()])}`;
  return { reason: `a group is not a user, so ${where}; where groups are given, approvers are not asked` };
};

const isTooLong: NameRule = (entry) =>
  countCharacters(entry) > BOUNDS.name
    ? { reason: `a name has at most ${BOUNDS.name} characters, so shorten it` }
    : undefined;

const takesTooManyBytes: NameRule = (entry) =>
  countStoredBytes(entry) > BOUNDS.nameBytes
    ? { reason: `a name takes at most ${BOUNDS.nameBytes} bytes, and <, > and & count as six, so shorten it` }
    : undefined;

const isOverloaded: NameRule = (entry) =>
  hasTooManyMarks(entry) ? { reason: `a letter has at most ${MOST_MARKS} marks, so remove some` } : undefined;

/**
 * What takes an entry apart comes first: its parts are looked at again. So are the repaired ones, which is why whatever is
 * too long to be a name goes no further.
 */
const RULES: readonly NameRule[] = [
  isUnreplaced,
  isBlank,
  isOneByLine,
  isSeparatedBySemicolons,
  isSeparatedByCommas,
  isTooLong,
  hasControlCharacters,
  hasHiddenCharacters,
  isUnreadable,
  hasBlanksAround,
  isQuoted,
  isWildcard,
  isMention,
  isMarkedAsGroup,
  takesTooManyBytes,
  isOverloaded,
];

/** Why an entry of `parameter` is no name; `undefined` when it is one. */
export function findNameFault(parameter: string, entry: unknown): NameFault | undefined {
  if (typeof entry !== "string") return findKindFault(entry);
  for (const rule of RULES) {
    const fault = rule(entry, parameter);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findKindFault(entry: unknown): NameFault {
  const reason = "write each name as text in quotes";
  if (typeof entry !== "number") return { reason };
  // By now it is another one: only its author knows which it was.
  return Number.isSafeInteger(entry)
    ? { reason, instead: [String(entry)] }
    : { reason: `such a number is not read exactly, so ${reason}` };
}

/** One fault beneath another: what has more of them is no slip of the hand. */
const MOST_REPAIRS = 8;

/** The names that an entry was probably meant to be; `undefined` when that cannot be told. */
export function repairName(
  parameter: string,
  entry: unknown,
  repairsLeft = MOST_REPAIRS,
): readonly string[] | undefined {
  const fault = findNameFault(parameter, entry);
  if (fault === undefined) return [String(entry)];
  if (repairsLeft === 0) return undefined;
  const parts = fault.instead?.map((part) => repairName(parameter, part, repairsLeft - 1));
  return parts?.every((names) => names !== undefined) === true ? parts.flat() : undefined;
}

function splitBy(entry: string, separator: RegExp, rule: string): NameFault | undefined {
  const parts = entry.split(separator, MOST_ENTRIES + 1);
  if (parts.length === 1) return undefined;
  const reason = `${rule}, so give each name its own entry`;
  if (parts.length > MOST_ENTRIES) return { reason };
  return { reason, instead: parts.map((part) => part.trim()).filter((part) => part !== "") };
}
