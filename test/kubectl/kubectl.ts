// Runs the real kubectl against an embedded API server: a client that others wrote.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { EmbeddedKube, type EmbeddedKubeOptions } from "../../sandbox/kube/embedded-kube.ts";
import { type ProgramOptions, type ProgramResult, runProgram } from "./run-program.ts";

export interface RunningKubectl {
  /** Resolves with the next line of stdout. */
  readonly nextLine: () => Promise<string>;
}

export interface Kubectl {
  readonly kube: EmbeddedKube;
  /** Runs to the end; `input` is its stdin. */
  readonly run: (args: readonly string[], input?: string) => Promise<ProgramResult>;
  /** Runs to the end and must succeed; answers stdout. */
  readonly ok: (args: readonly string[], input?: string) => Promise<string>;
  /** Starts it in the background until the test ends. */
  readonly start: (args: readonly string[]) => RunningKubectl;
}

/** The kubectl to use: `KUBECTL`, or the one on the PATH. */
const BINARY = process.env["KUBECTL"] ?? "kubectl";

function requireKubectl(): void {
  const { error, status } = spawnSync(BINARY, ["version", "--client"], { encoding: "utf8" });
  if (error === undefined && status === 0) return;
  throw new Error(
    `these tests drive the real kubectl, and ${JSON.stringify(BINARY)} cannot be run (${error?.message ?? `exit code ${status}`}): install kubectl, or set KUBECTL to its path`,
  );
}

/** Runs to the end, in an environment that says which cluster. */
export async function runKubectl(args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return await runProgram(BINARY, args, options);
}

/** An embedded API server and a kubectl that talks to it, for one test. */
export async function startKubectl(t: TestContext, options: EmbeddedKubeOptions): Promise<Kubectl> {
  requireKubectl();
  const kube = new EmbeddedKube(options);
  await kube.start();
  const home = mkdtempSync(join(tmpdir(), "kubectl-test-"));
  const kubeconfig = join(home, "config");
  writeFileSync(kubeconfig, kube.kubeconfig(), { mode: 0o600 });
  const children = new Set<ReturnType<typeof spawn>>();
  t.after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await kube.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const env = { ...process.env, KUBECONFIG: kubeconfig, HOME: home };
  const run: Kubectl["run"] = (args, input = "") => runKubectl(args, { env, input });
  return {
    kube,
    run,
    ok: async (args, input) => {
      const { code, stdout, stderr } = await run(args, input);
      if (code !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${code}: ${stderr}${stdout}`);
      return stdout;
    },
    start: (args) => {
      const child = spawn(BINARY, args, { env });
      children.add(child);
      const lines = readLines(child.stdout);
      return {
        nextLine: async () => {
          const { value, done } = await lines.next();
          if (done === true) throw new Error(`kubectl ${args.join(" ")} ended`);
          return value;
        },
      };
    },
  };
}

async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
