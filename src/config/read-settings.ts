import { parseArgs } from "node:util";

import { ok, refuse, type Result } from "../std/result.ts";
import { type Setting, type SettingName, SETTINGS, type Settings } from "./settings.ts";

const TABLE: Readonly<Record<SettingName, Setting>> = SETTINGS;
const NAMES = Object.keys(TABLE) as readonly SettingName[];

/** All settings but those that must be given, as they are when nothing is: for who starts `serve` without a command line. */
export const DEFAULT_SETTINGS = Object.fromEntries(
  NAMES.flatMap((name) => {
    const read = TABLE[name].schema.safeParse(TABLE[name].default);
    return read.success ? [[name, read.data]] : [];
  }),
) as Omit<Settings, "auth" | "baseUrl" | "keyFile">;

/** What is given, by setting; nothing that is empty. */
type GivenSettings = ReadonlyMap<SettingName, string>;

/** The settings from flags and, for those not given, from `COUNTERSIGN_…` variables; else every error, a line each. */
export function readSettings(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<Settings, string> {
  const flags = readFlags(args);
  if (!flags.ok) return flags;
  const given = new Map<SettingName, string>();
  for (const name of NAMES) {
    const text = flags.value[nameFlag(name)] ?? environment[nameVariable(name)] ?? "";
    if (text !== "") given.set(name, text);
  }
  return readEach(given);
}

function readFlags(args: readonly string[]): Result<Readonly<Record<string, string | undefined>>, string> {
  const options = Object.fromEntries(NAMES.map((name) => [nameFlag(name), { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return ok(Object.fromEntries(Object.entries(values).map(([flag, value]) => [flag, String(value)])));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function readEach(given: GivenSettings): Result<Settings, string> {
  const errors: string[] = [];
  const values = new Map<SettingName, unknown>();
  for (const name of NAMES) {
    const read = TABLE[name].schema.safeParse(given.get(name) ?? TABLE[name].default);
    if (read.success) values.set(name, read.data);
    else errors.push(...read.error.issues.map(({ message }) => describeFault(name, given, message)));
  }
  if (errors.length > 0) return refuse(errors.join("\n"));
  // Each is of its type, because that is made from the schema that read it.
  const settings = Object.fromEntries(values) as Settings;
  const clash = findClash(settings, given);
  return clash === undefined ? ok(settings) : refuse(clash);
}

/** Of two ports that are the same, one at least was given. */
function findClash({ port, probePort }: Settings, given: GivenSettings): string | undefined {
  if (port === 0 || port !== probePort) return undefined;
  const blamed = given.has("port") ? "port" : "probePort";
  return describeFault(blamed, given, "pages and probes cannot share a port");
}

function describeFault(name: SettingName, given: GivenSettings, fault: string): string {
  const setting = describeSetting(name);
  const label = `${setting.flag} (or ${setting.variable})`;
  const text = given.get(name);
  return text === undefined
    ? `${label} is missing: ${explain(setting)}`
    : `${label} is ${JSON.stringify(text)}: ${fault}; give ${explain(setting)}`;
}

interface DescribedSetting extends Omit<Setting, "schema"> {
  readonly flag: string;
  readonly variable: string;
}

/** Every setting, as the reference shows it. */
export function describeSettings(): readonly DescribedSetting[] {
  return NAMES.map(describeSetting);
}

/** One line a setting, for `--help`. */
export function formatSettings(): string {
  const settings = describeSettings();
  const flagWidth = Math.max(...settings.map(({ flag }) => flag.length));
  const variableWidth = Math.max(...settings.map(({ variable }) => variable.length));
  return settings
    .map((setting) => {
      const { flag, variable } = setting;
      return `  ${flag.padEnd(flagWidth)} ${variable.padEnd(variableWidth)} ${explain(setting)}`;
    })
    .join("\n");
}

function describeSetting(name: SettingName): DescribedSetting {
  return { flag: `--${nameFlag(name)}`, variable: nameVariable(name), ...TABLE[name] };
}

function explain(setting: DescribedSetting): string {
  const absent = setting.default ?? setting.whenAbsent;
  return absent === undefined ? setting.what : `${setting.what}; ${absent} when absent`;
}

/** `probe-port` of `probePort`. */
function nameFlag(name: SettingName): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

function nameVariable(name: SettingName): string {
  return `COUNTERSIGN_${nameFlag(name).toUpperCase().replaceAll("-", "_")}`;
}
