// Puts one bug after the other into a copy of the tree and runs the quick tests that must catch it.
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { runInTree, type TreeRunOptions } from "./run-in-tree.ts";
import { SeededTree } from "./seeded-tree.ts";
import type { Trial } from "./trial.ts";
import type { UnitBug } from "./unit-bug.ts";

const LIMIT_MS = 180_000;
/** For all tests that bugs name. */
const LIMIT_WITHOUT_MS = 900_000;
/** So long a quick test waits for what a bug keeps from coming. Without one nothing takes a second. */
const PATIENCE_MS = 5000;
/** Trials at a time, each in a tree of its own: most of a trial is such waiting. */
const TREES = 2;

export interface UnitTrialOptions {
  /** `npm test` has just passed on this tree: the same tests are not run once more without a bug. */
  readonly testsPassed: boolean;
}

/** Rejects when the tests fail without a bug: they could show nothing. */
export async function tryUnitBugs(
  bugs: readonly UnitBug[],
  { testsPassed }: UnitTrialOptions,
): Promise<Trial> {
  const trees = Array.from({ length: TREES }, () => new SeededTree());
  const trial = { caught: 0, missed: 0 };
  try {
    const [first] = trees;
    if (!testsPassed && first !== undefined) await assertPass(first, bugs);
    const left = bugs.values();
    await Promise.all(
      trees.map(async (tree) => {
        for (const bug of left) {
          const isMissed = await tree.withBug(bug, () => pass(tree, bug.tests));
          trial[isMissed ? "missed" : "caught"] += 1;
          console.log(`${isMissed ? "MISSED" : "caught"} ${bug.name}`);
        }
      }),
    );
  } finally {
    for (const tree of trees) tree.remove();
  }
  return trial;
}

async function assertPass(tree: SeededTree, bugs: readonly UnitBug[]): Promise<void> {
  const named = [...new Set(bugs.flatMap(({ tests }) => tests))];
  if (await pass(tree, named, { limitMs: LIMIT_WITHOUT_MS, env: {} })) return;
  throw new Error("The tests fail without a bug, so they can show nothing. Run npm test.");
}

const WITH_BUG: TreeRunOptions = {
  limitMs: LIMIT_MS,
  env: { COUNTERSIGN_PATIENCE_MS: String(PATIENCE_MS) },
};

async function pass(
  tree: SeededTree,
  patterns: readonly string[],
  options: TreeRunOptions = WITH_BUG,
): Promise<boolean> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: tree.path }));
  const args = ["--test", `--test-concurrency=${availableParallelism()}`, "--test-reporter=dot", ...files];
  const { code } = await runInTree(tree, args, options);
  return code === 0;
}
