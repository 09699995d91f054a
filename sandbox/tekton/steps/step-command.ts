import { chmod, writeFile } from "node:fs/promises";
import type { EnvironmentVariable, Step, StepTemplate } from "../objects/task.ts";
import type { TaskFolder } from "./task-folder.ts";

/** A program to start. */
export interface StepCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** `$(NAME)`, or `$$(NAME)` to have it literally. */
const REFERENCE = /\$(?<escape>\$)?\((?<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)/gu;

/** Environment variables in commands, as Kubernetes expands them in `command`, `args` and `env`; unknown ones stay. */
function expandVariables(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(REFERENCE, (match: string, escape: string | undefined, name: string) =>
    escape === undefined ? (env[name] ?? match) : match.slice(1),
  );
}

/** The variables a step asks for, on top of the few that every process needs; later ones may use earlier ones. */
function environmentOf(
  variables: readonly EnvironmentVariable[],
  folder: TaskFolder,
): Record<string, string> {
  const declared: Record<string, string> = {};
  for (const { name, value = "" } of variables) declared[name] = expandVariables(value, declared);
  return { PATH, HOME: folder.home, TMPDIR: folder.temporary, LANG: "C.UTF-8", ...declared };
}

/** A step with what the template gives it; of equal environment variables the step's wins. */
export function withTemplate(step: Step, { env = [], ...template }: StepTemplate = {}): Step {
  const own = new Set((step.env ?? []).map(({ name }) => name));
  return { ...template, ...step, env: [...env.filter(({ name }) => !own.has(name)), ...(step.env ?? [])] };
}

/**
 * How to start a step. A script is written into the folder and handed to the interpreter of its first line, `/bin/sh -e`
 * by default, as Tekton does.
 */
export async function toCommand(step: Step, index: number, folder: TaskFolder): Promise<StepCommand> {
  const env = environmentOf(step.env ?? [], folder);
  const args = (step.args ?? []).map((argument) => expandVariables(argument, env));
  const place = { env, cwd: folder.workspace };
  if (step.script !== undefined && step.script !== "") {
    const file = `${folder.scripts}/${index}`;
    const [interpreter, ...options] = interpreterOf(step.script);
    await writeFile(file, step.script);
    await chmod(file, 0o700);
    return { file: interpreter, args: [...options, file, ...args], ...place };
  }
  const [file = "", ...words] = (step.command ?? []).map((word) => expandVariables(word, env));
  return { file, args: [...words, ...args], ...place };
}

/** From `#!/bin/sh -eu` the program and, as the kernel does it, one argument. */
function interpreterOf(script: string): readonly [string, ...string[]] {
  const line = /^#!\s*(?<program>\S+)(?:[ \t]+(?<argument>[^\n]*\S))?/u.exec(script)?.groups;
  if (line?.["program"] === undefined) return ["/bin/sh", "-e"];
  return line["argument"] === undefined ? [line["program"]] : [line["program"], line["argument"]];
}
