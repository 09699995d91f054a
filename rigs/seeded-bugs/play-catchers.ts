import { join } from "node:path";
import type { OpenCluster } from "../../test/cluster/open-cluster.ts";
import { installDefinition } from "./install-definition.ts";
import type { PlayedTest } from "./play-tests.ts";
import { type TreeRun, runInTree } from "./run-in-tree.ts";
import type { SeededTree } from "./seeded-tree.ts";
import type { Catcher, Ground } from "./suite-bug.ts";

const LIMIT_MS = 180_000;
const KILL_RIG = "rigs/kill/kill-test.ts";
const FUZZ_RIG = "rigs/fuzz/fuzz-test.ts";
const STALE_RIG = "rigs/stale/stale-test.ts";

/** What tests are played on: a copy of the tree, and the real cluster where there is one. */
export interface Stage {
  readonly tree: SeededTree;
  readonly real: OpenCluster | undefined;
}

export interface Played {
  readonly tests: readonly PlayedTest[];
  /** The end of what was printed. */
  readonly output: string;
}

/** Plays tests of one file as the tree is now, on the ground that they need. */
export async function playCatchers(
  stage: Stage,
  on: Ground,
  catchers: readonly [Catcher, ...Catcher[]],
): Promise<Played> {
  const [{ file }] = catchers;
  if (file === FUZZ_RIG) return await playFuzz(stage, catchers);
  const playOne = ONE_BY_ONE[file];
  const runs =
    playOne === undefined
      ? [await runTests(stage, on, catchers)]
      : await Promise.all(catchers.map(({ title }) => playOne(stage, title)));
  const tests =
    playOne === undefined
      ? runs.flatMap(readTests)
      : runs.flatMap((run, index) => readRig(run, catchers[index]?.title ?? ""));
  return { tests, output: runs.map(readOutput).join("\n") };
}

function readOutput({ stdout, stderr }: TreeRun): string {
  return `${stdout}\n${stderr}`.slice(-4000);
}

/** The rig's tests are what must hold, in the words in which it fails; without a bug all of it holds. */
async function playFuzz({ tree }: Stage, catchers: readonly Catcher[]): Promise<Played> {
  const played = await run(tree, [join(tree.path, FUZZ_RIG), "--only", "kept"]);
  const hasEnded = /^\d+ passed, \d+ failed$/mu.test(played.stdout);
  const tests = catchers.map(({ title }) => {
    const [, reason = ""] = new RegExp(`^FAIL ${title}: (.+)$`, "mu").exec(played.stdout) ?? [];
    return { title, passed: reason === "", reason };
  });
  return { tests: hasEnded ? tests : [], output: readOutput(played) };
}

/** Plays with the tree's definition on the real cluster, which otherwise has ours. */
export async function withDefinition<T>({ tree, real }: Stage, play: () => Promise<T>): Promise<T> {
  if (real === undefined) return await play();
  await installDefinition(real.kubeconfig, tree.path);
  try {
    return await play();
  } finally {
    await installDefinition(real.kubeconfig, join(import.meta.dirname, "../.."));
  }
}

async function runTests(
  { tree, real }: Stage,
  on: Ground,
  catchers: readonly [Catcher, ...Catcher[]],
): Promise<TreeRun> {
  const script = join(tree.path, "rigs/seeded-bugs/play-tests.ts");
  const names = catchers.map(({ within, title }) => (within === undefined ? title : `${within} ${title}`));
  const args = [script, ...(on === "embedded" ? ["--embedded"] : []), catchers[0].file, ...names];
  const cluster = on === "real" && real !== undefined ? { COUNTERSIGN_CLUSTER: real.clusterFile } : {};
  return await run(tree, args, cluster);
}

function readTests({ stdout }: TreeRun): readonly PlayedTest[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith('{"title"'));
  return lines.map((line) => JSON.parse(line) as PlayedTest);
}

/** Rigs whose tests are played one by one, each by a name of its own. */
const ONE_BY_ONE: Readonly<Record<string, (stage: Stage, title: string) => Promise<TreeRun>>> = {
  [KILL_RIG]: runKill,
  [STALE_RIG]: runStale,
};

/** Its tests are schedules, named like `seed 24`. */
async function runStale({ tree }: Stage, title: string): Promise<TreeRun> {
  return await run(tree, [join(tree.path, STALE_RIG), "--seed", title.replace("seed ", "")]);
}

/** Its tests are kills, named like `single-4-applied`. */
async function runKill({ tree }: Stage, title: string): Promise<TreeRun> {
  const [, flow = "", at = ""] = /^(.+)-(\d+-\w+)$/u.exec(title) ?? [];
  return await run(tree, [join(tree.path, KILL_RIG), "--flow", flow, "--at", at]);
}

function readRig({ stdout }: TreeRun, title: string): readonly PlayedTest[] {
  const [, reason = ""] = new RegExp(`^FAIL ${title}(?:, [^:]*)?: (.+)$`, "mu").exec(stdout) ?? [];
  const passed = /^1 passed, 0 failed$/mu.test(stdout);
  return passed || reason !== "" ? [{ title, passed, reason }] : [];
}

async function run(
  tree: SeededTree,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TreeRun> {
  return await runInTree(tree, args, { limitMs: LIMIT_MS, env });
}
