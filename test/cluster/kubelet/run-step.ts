// Runs one step as a local process, the way Tekton's entrypoint program runs it in its container.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { signalGroup, wrapCommand } from "../control-plane/die-with-us.ts";
import type { ContainerFiles } from "./container-files.ts";
import { type EntrypointArguments, parseEntrypointArguments } from "./entrypoint-arguments.ts";
import { expandVariables } from "./expand-variables.ts";
import type { Container } from "./pod.ts";

/** A kubelet takes no longer termination message; Tekton's entrypoint fails rather than write one. */
const MESSAGE_LIMIT_BYTES = 4_096;
/** As a shell has it for a process that SIGKILL ended. */
const KILLED = 137;

/** Kinds of entries in a termination message (Tekton, `pkg/result`). */
const TASK_RESULT = 1;
const INTERNAL = 3;
const STEP_RESULT = 4;

export interface MessageEntry {
  readonly key: string;
  readonly value: string;
  readonly type: number;
}

export interface StepEnd {
  readonly exitCode: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The termination message. */
  readonly message: string;
  readonly output: string;
}

interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export function nowInSeconds(): string {
  return new Date().toISOString().replace(/\.\d+Z$/u, "Z");
}

function readEnvironment(container: Container): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { name, value = "", valueFrom } of container.env ?? []) {
    if (valueFrom !== undefined) throw new Error(`the fake kubelet does not imitate valueFrom (of ${name})`);
    variables.set(name, expandVariables(value, variables));
  }
  return variables;
}

function prepareCommand(container: Container, command: readonly string[], files: ContainerFiles): Command {
  const { locate, mapPaths } = files;
  const variables = readEnvironment(container);
  const cwd = locate(container.workingDir ?? "/workspace");
  mkdirSync(cwd, { recursive: true });
  return {
    argv: command.map((argument) => mapPaths(expandVariables(argument, variables))),
    cwd,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: locate("/tekton/home"),
      // As the container sees it; the shell would find out where the links lead.
      PWD: cwd,
      ...Object.fromEntries([...variables].map(([name, value]) => [name, mapPaths(value)])),
    },
  };
}

interface Ran {
  readonly exitCode: number;
  /** In the order of arrival. */
  readonly chunks: readonly { readonly from: "stdout" | "stderr"; readonly text: string }[];
  readonly timedOut: boolean;
}

async function run(
  { argv, env, cwd }: Command,
  timeoutMs: number | undefined,
  signal: AbortSignal,
): Promise<Ran> {
  const [file, args] = wrapCommand("step", argv);
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const chunks: { from: "stdout" | "stderr"; text: string }[] = [];
  for (const from of ["stdout", "stderr"] as const) {
    child[from].setEncoding("utf8").on("data", (text: string) => chunks.push({ from, text }));
  }
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const end = (): void => signalGroup(child.pid, "SIGKILL");
  for (const reason of [signal, timeout]) reason?.addEventListener("abort", end);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      // What the step left running ends with it, as in a container.
      end();
      child.once("close", () => resolve(code ?? KILLED));
    });
  });
  signal.removeEventListener("abort", end);
  return { exitCode, chunks, timedOut: timeout?.aborted === true };
}

function joinChunks({ chunks }: Ran, only?: "stdout" | "stderr"): string {
  return chunks
    .filter(({ from }) => only === undefined || from === only)
    .map(({ text }) => text)
    .join("");
}

function readResults(names: readonly string[], folder: string, type: number): MessageEntry[] {
  return names.flatMap((name) => {
    const file = join(folder, name);
    // A step that wrote no such result is not at fault: another may write it, and Tekton judges in the end.
    return existsSync(file) ? [{ key: name, value: readFileSync(file, "utf8"), type }] : [];
  });
}

function writeCopy(path: string | undefined, output: string, { locate }: ContainerFiles): void {
  if (path === undefined) return;
  const file = locate(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
}

function internal(key: string, value: string): MessageEntry {
  return { key, value, type: INTERNAL };
}

function describeEnd(asked: EntrypointArguments, ran: Ran): MessageEntry[] {
  if (ran.timedOut) return [internal("Reason", "TimeoutExceeded")];
  if (ran.exitCode !== 0 && asked.goesOnAfterError) return [internal("ExitCode", String(ran.exitCode))];
  return [];
}

/** The end of a step that never started, because one before it failed. */
export function skippedStep(): StepEnd {
  const now = nowInSeconds();
  const entries = [internal("StartedAt", now), internal("Reason", "Skipped")];
  return { exitCode: 1, startedAt: now, finishedAt: now, message: JSON.stringify(entries), output: "" };
}

/** The end of a step that cannot be imitated, or whose results are too large: it fails and says why. */
export function failedStep(startedAt: string, why: string, output = ""): StepEnd {
  return {
    exitCode: 1,
    startedAt,
    finishedAt: nowInSeconds(),
    message: JSON.stringify([internal("StartedAt", startedAt)]),
    output: `${output}${why}\n`,
  };
}

/** Runs the step to its end. `signal` kills it. Throws on what is not imitated. */
export async function runStep(
  container: Container,
  files: ContainerFiles,
  signal: AbortSignal,
): Promise<StepEnd> {
  const asked = parseEntrypointArguments(container);
  const command = prepareCommand(container, asked.command, files);
  const startedAt = nowInSeconds();
  const ran = await run(command, asked.timeoutMs, signal);
  writeCopy(asked.stdoutPath, joinChunks(ran, "stdout"), files);
  writeCopy(asked.stderrPath, joinChunks(ran, "stderr"), files);
  const output = files.unmapPaths(joinChunks(ran));
  const message = JSON.stringify(
    [
      internal("StartedAt", startedAt),
      ...describeEnd(asked, ran),
      ...readResults(asked.results, files.locate("/tekton/results"), TASK_RESULT),
      ...readResults(asked.stepResults, files.locate(`/tekton/steps/${container.name}/results`), STEP_RESULT),
    ].map((entry) => ({ ...entry, value: files.unmapPaths(entry.value) })),
  );
  if (Buffer.byteLength(message) > MESSAGE_LIMIT_BYTES) {
    return failedStep(startedAt, `the results are larger than ${MESSAGE_LIMIT_BYTES} bytes`, output);
  }
  const exitCode = asked.goesOnAfterError && !ran.timedOut ? 0 : ran.exitCode;
  return { exitCode, startedAt, finishedAt: nowInSeconds(), message, output };
}
