// Puts one bug after the other into a copy of the tree and runs the quick tests that must catch it.
import { globSync } from "node:fs";
import { runInTree } from "./run-in-tree.ts";
import { SeededTree } from "./seeded-tree.ts";
import type { Trial } from "./trial.ts";
import type { UnitBug } from "./unit-bug.ts";

const LIMIT_MS = 180_000;

/** Rejects when the tests fail without a bug: they could show nothing. */
export async function tryUnitBugs(bugs: readonly UnitBug[]): Promise<Trial> {
  const tree = new SeededTree();
  const trial = { caught: 0, missed: 0 };
  try {
    if (!(await pass(tree, [...new Set(bugs.flatMap(({ tests }) => tests))]))) {
      throw new Error("The tests fail without a bug, so they can show nothing. Run npm test.");
    }
    for (const bug of bugs) {
      const isMissed = await tree.withBug(bug, () => pass(tree, bug.tests));
      trial[isMissed ? "missed" : "caught"] += 1;
      console.log(`${isMissed ? "MISSED" : "caught"} ${bug.name}`);
    }
  } finally {
    tree.remove();
  }
  return trial;
}

async function pass(tree: SeededTree, patterns: readonly string[]): Promise<boolean> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: tree.path }));
  const args = ["--test", "--test-reporter=dot", ...files];
  const { code } = await runInTree(tree, args, { limitMs: LIMIT_MS });
  return code === 0;
}
