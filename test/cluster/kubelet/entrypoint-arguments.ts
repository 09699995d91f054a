import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import type { Container } from "./pod.ts";

/** What Tekton asks of its entrypoint program for one step. */
export interface EntrypointArguments {
  readonly command: readonly string[];
  readonly results: readonly string[];
  readonly stepResults: readonly string[];
  readonly goesOnAfterError: boolean;
  readonly timeoutMs?: number;
  readonly stdoutPath?: string;
  readonly stderrPath?: string;
  readonly waitsForReady: boolean;
}

/** Flags without a value, of all versions that are run. */
const SWITCHES = new Set(["-wait_file_content", "-breakpoint_on_failure", "-debug_before_step"]);
/** Flags that change what a step does in ways that are not imitated. */
const NOT_IMITATED = new Set(["-breakpoint_on_failure", "-debug_before_step", "--when_expressions"]);

function parseFlags(args: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const flag = args[index] ?? "";
    if (NOT_IMITATED.has(flag)) throw new Error(`the fake kubelet does not imitate the entrypoint's ${flag}`);
    if (SWITCHES.has(flag)) {
      flags.set(flag, "true");
      continue;
    }
    index += 1;
    flags.set(flag, args[index] ?? "");
  }
  return flags;
}

function splitNames(list: string | undefined): string[] {
  return list === undefined || list === "" ? [] : list.split(",");
}

function parseTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseGoDuration(text);
  if (!parsed.ok) throw new Error(`step timeout "${text}" cannot be read`);
  return parsed.value;
}

/** Reads a step container's arguments: the entrypoint's flags, `--`, the step's own. Throws on what is not imitated. */
export function parseEntrypointArguments({ name, args = [] }: Container): EntrypointArguments {
  const end = args.indexOf("--");
  if (end === -1) throw new Error(`container ${name} was not made by Tekton: its arguments have no --`);
  const flags = parseFlags(args.slice(0, end));
  const entrypoint = flags.get("-entrypoint");
  if (entrypoint === undefined) throw new Error(`container ${name} names no command`);
  const timeoutMs = parseTimeout(flags.get("-timeout"));
  const stdoutPath = flags.get("-stdout_path");
  const stderrPath = flags.get("-stderr_path");
  return {
    command: [entrypoint, ...args.slice(end + 1)],
    results: splitNames(flags.get("-results")),
    stepResults: splitNames(flags.get("-step_results")),
    goesOnAfterError: flags.get("-on_error") === "continue",
    waitsForReady: flags.get("-wait_file")?.startsWith("/tekton/downward/") ?? false,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(stdoutPath === undefined ? {} : { stdoutPath }),
    ...(stderrPath === undefined ? {} : { stderrPath }),
  };
}
