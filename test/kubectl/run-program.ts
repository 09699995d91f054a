import { spawn } from "node:child_process";

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
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { env });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
    // Whoever ends without having read it all tells by the exit code what that means.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
