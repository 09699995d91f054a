import { ok, type Result } from "../../std/result.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import { findNameFault, MOST_ENTRIES, repairName } from "./name-faults.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";
import { readText, refuseParameter } from "./read-value.ts";

type Names = Result<readonly string[], ParameterError>;

/** Faults that are described; the advice shows the whole list where it is short. */
const DESCRIBED_FAULTS = 3;
const SHOWN_LIST = 400;

const ADVICE = 'give a list of names, like ["ann","bob"]';

/** A value that begins like JSON was meant as JSON. */
const JSON_START = /^\s*[["{]/u;

/**
 * Names of `approvers` or `groups`: a list, a list as a JSON string, or one name as a plain string, each by the same rules.
 * Answers them in NFC, each once, in the order given. An empty list names nobody; whether that is an error is not decided
 * here.
 */
export function readNames(parameter: string, value: unknown): Names {
  const entries = listEntries(value);
  if (entries !== undefined) return readEntries(parameter, entries);
  const guessed = typeof value === "string" ? guessList(parameter, value) : undefined;
  return refuseParameter(
    parameter,
    `is ${quoteValue(value ?? null)}, which is neither a name nor a list: ${guessed === undefined ? ADVICE : adviseList(guessed)}`,
    guessed,
  );
}

/** `undefined`: neither a name nor a list. */
function listEntries(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const text = readText("", value);
  if (!text.ok) return undefined;
  if (!JSON_START.test(text.value)) return [text.value];
  const parsed = parseJson(text.value);
  if (Array.isArray(parsed)) return parsed;
  return typeof parsed === "string" ? [parsed] : undefined;
}

function readEntries(parameter: string, entries: readonly unknown[]): Names {
  if (entries.length > MOST_ENTRIES) {
    const advice = `name each once, and at most ${BOUNDS.assignees}`;
    return refuseParameter(parameter, `has ${entries.length} entries: ${advice}`);
  }
  const faulty = entries.flatMap((entry, index) => {
    const where = entries.length === 1 ? "" : ` at entry ${index + 1}`;
    return findNameFault(parameter, entry) === undefined ? [] : [{ entry, where }];
  });
  if (faulty.length > 0) return refuseFaults(parameter, entries, faulty);
  const names = new Set(entries.map((entry) => String(entry).normalize("NFC")));
  if (names.size > BOUNDS.assignees) {
    return refuseParameter(parameter, `names ${names.size}: name at most ${BOUNDS.assignees}`);
  }
  return ok([...names]);
}

/** What is wrong with an entry, and with those that were probably meant instead. */
function describeFault(parameter: string, entry: unknown, where: string): readonly string[] {
  const fault = findNameFault(parameter, entry);
  if (fault === undefined) return [];
  const beneath = (fault.instead ?? []).flatMap((part) => describeFault(parameter, part, where));
  return [`has ${quoteValue(entry)}${where}: ${fault.reason}`, ...beneath];
}

interface Faulty {
  readonly entry: unknown;
  /** ` at entry 2`; empty where there is only one. */
  readonly where: string;
}

/** Where all of them can be repaired, the first fault and the whole list to write; else the first faults. */
function refuseFaults(parameter: string, entries: readonly unknown[], faulty: readonly Faulty[]): Names {
  const looked = faulty.slice(0, DESCRIBED_FAULTS);
  const faults = looked.flatMap(({ entry, where }) => describeFault(parameter, entry, where));
  const repaired = repairAll(parameter, entries);
  if (repaired !== undefined) {
    return refuseParameter(parameter, `${faults[0]}: ${adviseList(repaired)}`, repaired);
  }
  const others = faulty.length - looked.length + Math.max(0, faults.length - DESCRIBED_FAULTS);
  const more = others > 0 ? [`has ${others} more that cannot be names`] : [];
  return refuseParameter(parameter, [...faults.slice(0, DESCRIBED_FAULTS), ...more].join("; it "));
}

/** Each once. `undefined` when one cannot be told, nobody is left, or there are more than anybody means. */
function repairAll(parameter: string, entries: readonly unknown[]): readonly string[] | undefined {
  const meant: string[] = [];
  for (const entry of entries) {
    const names = repairName(parameter, entry);
    if (names === undefined || meant.length + names.length > MOST_ENTRIES) return undefined;
    meant.push(...names.map((name) => name.normalize("NFC")));
  }
  const once = new Set(meant);
  return once.size > 0 && once.size <= BOUNDS.assignees ? [...once] : undefined;
}

function adviseList(names: readonly string[]): string {
  const list = JSON.stringify(names);
  return list.length > SHOWN_LIST ? ADVICE : `write ${list}`;
}

/** `[ann, bob]`, `['ann','bob']` and `"ann","bob"` are lists to people, though not to JSON. */
function guessList(parameter: string, text: string): readonly string[] | undefined {
  const list = text.trim();
  if (list.startsWith("{")) return undefined;
  const inner = list.slice(list.startsWith("[") ? 1 : 0, list.endsWith("]") ? -1 : undefined);
  const entries = inner.split(",").map((entry) => entry.trim().replaceAll(/^["']|["']$/gu, ""));
  return entries.some((entry) => /["{}[\]]/u.test(entry)) ? undefined : repairAll(parameter, entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
