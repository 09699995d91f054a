import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export interface ProgramResult {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Ours, when absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** Its stdin. */
  readonly input?: string;
}

/** Runs to the end. Rejects when it cannot be started. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env = process.env, input }: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, { env });
  // Whoever ends without having read it all tells by the exit code what that means.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const closed = once(child, "close") as Promise<[number | null]>;
  const [[code], stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code: code ?? -1, stdout, stderr };
}
