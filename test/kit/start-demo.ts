// The demo as people start it: a process of its own, on any free ports, with a folder of its own for all that it writes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { PATIENCE_MS } from "./until.ts";

const MAIN = join(import.meta.dirname, "..", "..", "sandbox", "main.ts");

export interface DemoProcess {
  /** Everything on stdout and stderr so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly kubeconfig: string;
  /** Where the process makes its temporary files. */
  readonly temporary: string;
  readonly pid: number;
  /** Resolves with the first line on stdout; rejects when the process ends before. */
  readonly firstLine: () => Promise<string>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it has ended: its exit code, or the signal that killed it. */
  readonly ended: () => Promise<number | NodeJS.Signals>;
}

/** Starts it with `--port 0 --kube-port 0` and these flags beside; killed after the test if it is still there. */
export async function startDemo(t: TestContext, flags: readonly string[] = []): Promise<DemoProcess> {
  const { close, ...demo } = await spawnDemo(flags);
  t.after(close);
  return demo;
}

export interface RunningDemo {
  readonly url: string;
  readonly kubeconfig: string;
  readonly close: () => Promise<void>;
}

/** A demo for many tests, ready. */
export async function openDemo(): Promise<RunningDemo> {
  const { firstLine, kubeconfig, close } = await spawnDemo(["--json"]);
  const { url } = JSON.parse(await firstLine()) as { url: string };
  return { url, kubeconfig, close };
}

async function spawnDemo(flags: readonly string[]): Promise<DemoProcess & { close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "demo-process-"));
  const temporary = join(folder, "temporary");
  await mkdir(temporary);
  const kubeconfig = join(folder, "kubeconfig");
  const usual = ["--port", "0", "--kube-port", "0", "--kubeconfig", kubeconfig];
  const child = spawn(process.execPath, [MAIN, ...usual, ...flags], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const closed = once(child, "close").then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => (code ?? signal) as number | NodeJS.Signals,
  );
  return {
    close: async () => {
      child.kill("SIGKILL");
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    kubeconfig,
    temporary,
    pid: child.pid ?? 0,
    firstLine: async () => {
      while (!printed.stdout.includes("\n")) {
        const next = await Promise.race([
          once(child.stdout, "data", { signal: AbortSignal.timeout(PATIENCE_MS) }),
          closed,
        ]);
        assert.ok(Array.isArray(next), `the demo ended with ${String(next)}: ${printed.stderr}`);
      }
      return printed.stdout.slice(0, printed.stdout.indexOf("\n"));
    },
    signal: (signal) => void child.kill(signal),
    ended: () => closed,
  };
}
