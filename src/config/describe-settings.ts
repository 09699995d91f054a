import { explainSetting } from "./advise.ts";
import { nameVariable } from "./flags.ts";
import { defaultOf, listSettings } from "./schema-tree.ts";
import { CONFIGURATION } from "./settings.ts";

interface DescribedSetting {
  /** In the file: `listen.port`. */
  readonly key?: string;
  readonly flag?: string;
  readonly variable?: string;
  readonly what: string;
  /** Of one that has a default, what it is. */
  readonly default?: string;
  /** Of another that may be left out, what holds then. */
  readonly whenAbsent?: string;
  /** What to give, and what holds otherwise. */
  readonly explained: string;
}

const FILE_WHAT = "a YAML file with settings; flags and variables override it";

const FILE: DescribedSetting = {
  ...nameFlag("config"),
  what: FILE_WHAT,
  whenAbsent: "none",
  explained: FILE_WHAT,
};

/** Every setting, as the reference shows it; the file itself first. */
export function describeSettings(): readonly DescribedSetting[] {
  const described = listSettings(CONFIGURATION).map(({ path, schema, what, whenAbsent, flag }) => {
    const standard = defaultOf(schema);
    return {
      key: path,
      what,
      explained: explainSetting(schema),
      ...(flag !== undefined && nameFlag(flag)),
      ...(standard !== undefined && { default: standard }),
      ...(whenAbsent !== undefined && { whenAbsent }),
    };
  });
  return [FILE, ...described];
}

/** One line for each that a flag can say, for `--help`. */
export function formatSettings(): string {
  const settings = describeSettings().flatMap(({ flag, variable, explained }) =>
    flag === undefined || variable === undefined ? [] : [{ flag, variable, explained }],
  );
  const flagWidth = Math.max(...settings.map(({ flag }) => flag.length));
  const variableWidth = Math.max(...settings.map(({ variable }) => variable.length));
  return settings
    .map(
      ({ flag, variable, explained }) =>
        `  ${flag.padEnd(flagWidth)} ${variable.padEnd(variableWidth)} ${explained}`,
    )
    .join("\n");
}

function nameFlag(flag: string): { readonly flag: string; readonly variable: string } {
  return { flag: `--${flag}`, variable: nameVariable(flag) };
}
