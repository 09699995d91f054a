import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { signalGroup, wrapCommand } from "../../test/cluster/control-plane/die-with-us.ts";
import type { SeededTree } from "./seeded-tree.ts";

/** So long a test waits for what does not come. The tests that are named here need less when nothing is wrong. */
const PATIENCE_MS = 12_000;

export interface TreeRun {
  /** `null` when it was killed, by us after `limitMs` or by somebody else. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TreeRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs: number;
}

/** Runs Node with these arguments in the tree. Nothing of it outlives this process, or the limit. */
export async function runInTree(
  tree: SeededTree,
  args: readonly string[],
  { env = {}, limitMs }: TreeRunOptions,
): Promise<TreeRun> {
  const [file, wrapped] = wrapCommand("seeded-bugs", [process.execPath, ...args]);
  const child = spawn(file, wrapped, {
    cwd: tree.path,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      TMPDIR: tree.temporary,
      NODE_COMPILE_CACHE: join(tree.temporary, "compiled"),
      COUNTERSIGN_PATIENCE_MS: String(PATIENCE_MS),
      ...env,
    },
  });
  const kill = (): void => signalGroup(child.pid, "SIGKILL");
  const limit = setTimeout(kill, limitMs);
  // Before the tree is removed.
  process.prependOnceListener("exit", kill);
  try {
    const exited = once(child, "exit") as Promise<[number | null]>;
    // What it left running in its group would hold the pipes open.
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await exited;
    kill();
    const [stdout, stderr] = await output;
    return { code, stdout, stderr };
  } finally {
    clearTimeout(limit);
    process.off("exit", kill);
  }
}
