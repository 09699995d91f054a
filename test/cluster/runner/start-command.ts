import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { signalGroup, wrapCommand } from "../control-plane/die-with-us.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A script of npm, as on a terminal of its own. */
export interface Command {
  /** Where it makes its temporary files. */
  readonly temporary: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  readonly ended: Promise<number | null>;
}

/** Runs `npm run SCRIPT -- FLAGS…` with `env` beside its own environment; killed after the test if it is still there. */
export function startCommand(
  t: TestContext,
  [script = "", ...flags]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Command {
  const temporary = mkdtempSync(join(tmpdir(), "countersign-command-"));
  const [file, args] = wrapCommand("npm", ["npm", "run", script, "--", ...flags]);
  // npm itself would leave what it has compiled there.
  const quiet = { TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1" };
  // Without a context, so that a test runner that it starts does not take itself for a part of ours.
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...process.env, ...quiet, NODE_TEST_CONTEXT: undefined, ...env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  t.after(() => {
    signalGroup(child.pid, "SIGKILL");
    rmSync(temporary, { recursive: true, force: true });
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const ended = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  return {
    temporary,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    interrupt: () => signalGroup(child.pid, "SIGINT"),
    ended,
  };
}
