import { ok, refuse, type Result } from "../std/result.ts";
import { readAutomatikoChannels } from "./automatiko/channels.ts";
import { applyProfile, PROFILE_VARIABLE } from "./automatiko/profile.ts";
import { checkValues } from "./check-values.ts";
import type { Fault } from "./fault.ts";
import { findClashes } from "./find-clashes.ts";
import { type GivenFlags, type GivenSetting, labelFlag, readFlags } from "./flags.ts";
import { type ConfigFile, NO_FILE, readConfigFile } from "./read-config-file.ts";
import { listSettings } from "./schema-tree.ts";
import { API_VERSION, CONFIGURATION, KIND, type Settings } from "./settings.ts";
import { formatPath, valueAt, type ValuePath, withValueAt } from "./value-path.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Configuration {
  readonly settings: Settings;
  /** What said each setting: `--port`, `COUNTERSIGN_PORT`, `line 5, column 3` of the file; undefined when nothing did. */
  readonly sourceOf: (path: ValuePath) => string | undefined;
}

/**
 * The settings from flags, from `COUNTERSIGN_…` variables for those not given, and from the file of `--config` for the
 * rest; else every error, a line each.
 */
export async function readSettings(
  args: readonly string[],
  environment: Environment,
): Promise<Result<Settings, string>> {
  const read = await readConfiguration(args, environment);
  return read.ok ? ok(read.value.settings) : read;
}

/** The same, with where each comes from. */
export async function readConfiguration(
  args: readonly string[],
  environment: Environment,
): Promise<Result<Configuration, string>> {
  const flags = readFlags(args, environment);
  if (!flags.ok) return flags;
  const { config } = flags.value;
  const file = config === undefined ? ok(NO_FILE) : await readConfigFile(config);
  return file.ok ? combine(file.value, flags.value, environment) : file;
}

/** For who starts `serve` without a command line: what is not given is as it is when nothing is said. Throws on a fault. */
export function completeSettings(
  given: Pick<Settings, "baseUrl" | "keyFile"> &
    Partial<Omit<Settings, "auth" | "listen" | "limits">> & {
      readonly auth: Pick<Settings["auth"], "modes"> & Partial<Settings["auth"]>;
      readonly listen?: Partial<Settings["listen"]>;
      readonly limits?: Partial<Settings["limits"]>;
    },
): Settings {
  const {
    apiVersion: _version,
    kind: _kind,
    ...settings
  } = CONFIGURATION.parse({
    apiVersion: API_VERSION,
    kind: KIND,
    ...given,
  });
  return settings;
}

function combine(
  file: ConfigFile,
  flags: GivenFlags,
  environment: Environment,
): Result<Configuration, string> {
  const said = addSettings(file.values, flags.settings);
  const older = readAutomatikoChannels(said, environment);
  const byVariables = older.ok ? older.value : [];
  const all = { ...flags, settings: [...flags.settings, ...byVariables] };
  const given = addSettings(said, byVariables);
  const profiled = applyProfile(given, environment);
  const values = profiled.ok ? profiled.value : given;
  const read = checkValues(CONFIGURATION, values);
  const faults = [...file.faults, ...(read.ok ? [] : read.error), ...findClashes(values)];
  if (!read.ok || !profiled.ok || !older.ok || faults.length > 0) {
    const first = [...(profiled.ok ? [] : [profiled.error]), ...(older.ok ? [] : older.error)];
    const lines = faults.map((fault) => describeFault(fault, file, all));
    return refuse([...new Set([...first, ...lines])].join("\n"));
  }
  const { apiVersion: _version, kind: _kind, ...settings } = read.value;
  const byProfile = (path: ValuePath): string | undefined =>
    valueAt(given, path) === valueAt(values, path) ? undefined : PROFILE_VARIABLE;
  return ok({
    settings,
    sourceOf: (path) => findGiven(all, path)?.by ?? findInFile(file, path) ?? byProfile(path),
  });
}

function addSettings(values: unknown, settings: readonly GivenSetting[]): unknown {
  return settings.reduce((tree, { path, value }) => withValueAt(tree, path, value), values);
}

function describeFault({ path, text }: Fault, file: ConfigFile, flags: GivenFlags): string {
  const given = findGiven(flags, path);
  if (given !== undefined) return `${given.label}: ${text}`;
  const name = formatPath(path);
  const where = file.locate(path);
  if (where !== undefined) return `${name}: ${text} (${file.path}, ${where})`;
  if (file !== NO_FILE) return `${name}: ${text}`;
  const flag = FLAG_OF.get(name);
  return `${flag === undefined ? `${name} (in the file of --config)` : labelFlag(flag)}: ${text}`;
}

function findInFile({ values, locate }: ConfigFile, path: ValuePath): string | undefined {
  return valueAt(values, path) === undefined ? undefined : locate(path);
}

const FLAG_OF = new Map(listSettings(CONFIGURATION).map(({ path, flag }) => [path, flag]));

/** The flag or variable that says what stands there, or around it. */
function findGiven({ settings }: GivenFlags, path: ValuePath): GivenSetting | undefined {
  return settings.find((given) => given.path.every((step, index) => step === path[index]));
}
