// Settings as flags and as `COUNTERSIGN_…` variables: those of the table that have a flag, and `--config` for the file.
import { parseArgs } from "node:util";
import { z } from "zod";

import { ok, refuse, type Result } from "../std/result.ts";
import { isMisspelt, suggestName } from "../std/suggest-name.ts";
import { bareSchema, listSettings, type ListedSetting } from "./schema-tree.ts";
import { CONFIGURATION } from "./settings.ts";

const CONFIG = "config";
const PREFIX = "COUNTERSIGN_";

const BY_FLAG: ReadonlyMap<string, ListedSetting> = new Map(
  listSettings(CONFIGURATION).flatMap((listed) =>
    listed.flag === undefined ? [] : [[listed.flag, listed] as const],
  ),
);

const FLAGS: readonly string[] = [CONFIG, ...BY_FLAG.keys()];

export interface GivenSetting {
  /** Where a file would say it: `["listen", "port"]`. */
  readonly path: readonly string[];
  /** As a file would say it: a number, a list, or the text. */
  readonly value: unknown;
  /** `--port` or `COUNTERSIGN_PORT`. */
  readonly by: string;
  /** Both, for errors. */
  readonly label: string;
}

export interface GivenFlags {
  /** The path of the file. */
  readonly config?: string;
  readonly settings: readonly GivenSetting[];
}

/** What flags say, and for those not given, variables; nothing that is empty. */
export function readFlags(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<GivenFlags, string> {
  const parsed = parseFlags(args);
  if (!parsed.ok) return parsed;
  const misspelt = findMisspelt(environment);
  if (misspelt !== undefined) return refuse(misspelt);
  const find = (flag: string): { readonly text: string; readonly by: string } | undefined =>
    [
      { text: parsed.value[flag] ?? "", by: `--${flag}` },
      { text: environment[nameVariable(flag)] ?? "", by: nameVariable(flag) },
    ].find(({ text }) => text !== "");
  const config = find(CONFIG)?.text;
  const settings = [...BY_FLAG].flatMap(([flag, { path, schema }]) => {
    const given = find(flag);
    if (given === undefined) return [];
    const value = readText(schema, given.text);
    return [{ path: path.split("."), value, by: given.by, label: labelFlag(flag) }];
  });
  return ok({ ...(config !== undefined && { config }), settings });
}

const VARIABLES: readonly string[] = FLAGS.map(nameVariable);

/** A variable that nobody reads, and whose sender may count on it: `COUNTERSIGN_NAMESPACE`. There are others with that beginning. */
function findMisspelt(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const [given, value] of Object.entries(environment)) {
    if (value === "" || VARIABLES.includes(given) || !given.startsWith(PREFIX)) continue;
    const bare = given.slice(PREFIX.length);
    const meant = VARIABLES.find((name) => isMisspelt(bare, name.slice(PREFIX.length)));
    if (meant !== undefined) return `${given}: there is no such variable; did you mean ${meant}?`;
  }
  return undefined;
}

/** `COUNTERSIGN_PROBE_PORT` of `probe-port`. */
export function nameVariable(flag: string): string {
  return `${PREFIX}${flag.toUpperCase().replaceAll("-", "_")}`;
}

/** How an error names it, whichever of the two it was, or was not. */
export function labelFlag(flag: string): string {
  return `--${flag} (or ${nameVariable(flag)})`;
}

function parseFlags(args: readonly string[]): Result<Readonly<Record<string, string | undefined>>, string> {
  const options = Object.fromEntries(FLAGS.map((flag) => [flag, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return ok(Object.fromEntries(Object.entries(values).map(([flag, value]) => [flag, String(value)])));
  } catch (error) {
    return refuse(explainArgs(error));
  }
}

function explainArgs(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, unknown] = /^Unknown option '--(?<name>[^']*)'/u.exec(error.message) ?? [];
  if (unknown === undefined) return error.message;
  const near = suggestName(unknown, FLAGS);
  const advice = near === undefined ? "`countersign help` lists them all" : `did you mean --${near}?`;
  return `--${unknown}: there is no such flag; ${advice}`;
}

/** A flag has text alone. What is no number, say, stays text, which the schema then refuses. */
function readText(schema: z.core.$ZodType, text: string): unknown {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray) return text.split(",").map((part) => part.trim());
  return bare instanceof z.ZodNumber && /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : text;
}
