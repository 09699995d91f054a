import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { OutputTail } from "./step-outputs.ts";
import type { StepCommand } from "./step-command.ts";

/** As shells have it when a program cannot be started. */
const CANNOT_START = 127;
/** A process that left its group can hold the output open; so long is it waited for. */
const CLOSE_WITHIN_MS = 500;

/**
 * Runs a program to its end and answers its exit code: 128 and the number of the signal that ended it, 127 when it could
 * not be started, which the output then says. An abort kills it with all that it has started in its process group; so does
 * its own end, as the end of a container's first process.
 */
export function runProcess(command: StepCommand, output: OutputTail, signal: AbortSignal): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  if (signal.aborted) return Promise.resolve(128 + constants.signals.SIGKILL);
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const kill = (): void => killGroup(child);
  signal.addEventListener("abort", kill, { once: true });
  child.stdout.on("data", (chunk: Buffer) => output.append(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.append(chunk));
  child.once("error", (error) => {
    output.append(Buffer.from(`cannot start ${command.file}: ${error.message}\n`));
    resolve(CANNOT_START);
  });
  child.once("exit", (code, ended) => {
    kill();
    const exitCode = code ?? 128 + (ended === null ? 0 : constants.signals[ended]);
    const giveUp = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, CLOSE_WITHIN_MS);
    child.once("close", () => {
      clearTimeout(giveUp);
      resolve(exitCode);
    });
  });
  return promise.finally(() => signal.removeEventListener("abort", kill));
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}
