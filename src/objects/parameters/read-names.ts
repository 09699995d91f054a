import { hasTooManyMarks, MOST_MARKS } from "../../std/combining-marks.ts";
import { ok, type Result } from "../../std/result.ts";
import { countStoredBytes } from "../../std/stored-bytes.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import { countCharacters } from "../characters.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";
import { hasControlCharacter, readText, refuseParameter, refuseVariable } from "./read-value.ts";

type Names = Result<readonly string[], ParameterError>;

/** Nobody means more: names that come twice count once. */
const MOST_ENTRIES = 1_000;

/** A value that begins like JSON was meant as JSON. */
const JSON_START = /^\s*[["{]/u;

/**
 * Names of `approvers` or `groups`: a list, a list as a JSON string, or one name as a plain string. Answers them in NFC,
 * each once, in the order given. An empty list names nobody; whether that is an error is not decided here.
 */
export function readNames(parameter: string, value: unknown): Names {
  if (Array.isArray(value)) return readList(parameter, value);
  const text = readText(parameter, value);
  if (!text.ok) {
    return refuseParameter(
      parameter,
      `is ${quoteValue(value ?? null)}: give a list of names, like ["ann","bob"]`,
    );
  }
  if (!JSON_START.test(text.value)) return readSingleName(parameter, text.value);
  const parsed = parseJson(text.value);
  if (Array.isArray(parsed)) return readList(parameter, parsed);
  if (typeof parsed === "string") return readSingleName(parameter, parsed);
  return refuseParameter(
    parameter,
    `is ${quoteValue(text.value)}, which is neither a name nor a list: give a list of names, like ["ann","bob"]`,
  );
}

function readSingleName(parameter: string, text: string): Names {
  if (text.includes(",")) {
    return refuseParameter(
      parameter,
      `is ${quoteValue(text)}, which has a comma, but a text is one name: give a list, like ["ann","bob"]`,
    );
  }
  return readList(parameter, [text]);
}

function readList(parameter: string, entries: readonly unknown[]): Names {
  if (entries.length > MOST_ENTRIES) {
    const advice = `name each once, and at most ${BOUNDS.assignees}`;
    return refuseParameter(parameter, `has ${entries.length} entries: ${advice}`);
  }
  const names = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const reason = findFault(parameter, entry);
    const where = entries.length === 1 ? "" : ` at entry ${index + 1}`;
    if (reason !== undefined)
      return refuseParameter(parameter, `has ${quoteValue(entry)}${where}: ${reason}`);
    const name = String(entry);
    const resolved = refuseVariable(parameter, name);
    if (!resolved.ok) return resolved;
    names.add(name.normalize("NFC"));
  }
  if (names.size > BOUNDS.assignees) {
    return refuseParameter(parameter, `names ${names.size}: name at most ${BOUNDS.assignees}`);
  }
  return ok([...names]);
}

/** Why an entry is no name; `undefined` when it is one. */
function findFault(parameter: string, entry: unknown): string | undefined {
  if (typeof entry !== "string") return "write each name as text in quotes";
  if (entry.trim() === "") return "a blank entry names nobody, so leave it out";
  if (hasControlCharacter(entry))
    return "names have no line breaks or other control characters, so take it out";
  if (entry !== entry.trim()) return "names are compared exactly, so remove the blanks around it";
  if (countCharacters(entry) > BOUNDS.name) return `a name has at most ${BOUNDS.name} characters`;
  if (countStoredBytes(entry) > BOUNDS.nameBytes)
    return `a name takes at most ${BOUNDS.nameBytes} bytes, and <, > and & count as six`;
  if (hasTooManyMarks(entry)) return `a letter has at most ${MOST_MARKS} marks, so remove some`;
  // Names of groups may hold commas (`cn=ops,dc=example`); in a list of users it is two names in one entry.
  if (parameter === "approvers" && entry.includes(","))
    return "names have no commas, so give each name its own entry";
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
