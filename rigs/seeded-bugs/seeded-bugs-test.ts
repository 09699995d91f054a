// Shows that the tests can fail: puts one bug after the other into a copy of the tree and runs the tests that must catch it.
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BUGS } from "./bugs.ts";
import type { SeededBug } from "./bugs.ts";
import { WEB_BUGS } from "./web-bugs.ts";

const ALL = [...BUGS, ...WEB_BUGS];

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["src", "test", "deploy", "examples", "package.json", "tsconfig.json"];

const tree = mkdtempSync(join(tmpdir(), "seeded-bugs-"));
let caught = 0;
let missed = 0;
try {
  for (const part of COPIED) cpSync(join(ROOT, part), join(tree, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const clean = runTests([...new Set(ALL.flatMap(({ tests }) => tests))]);
  if (!clean) throw new Error("The tests fail without a bug, so they can show nothing. Run npm test.");
  for (const bug of ALL) tryBug(bug);
} finally {
  rmSync(tree, { recursive: true });
}
console.log(`${caught} passed, ${missed} failed`);
process.exitCode = missed === 0 ? 0 : 1;

function tryBug(bug: SeededBug): void {
  const path = join(tree, bug.file);
  const text = readFileSync(path, "utf8");
  const parts = text.split(bug.find);
  if (parts.length !== 2) {
    missed += 1;
    console.log(`MISSED ${bug.name}: ${bug.file} has its place ${parts.length - 1} times, not once`);
    return;
  }
  writeFileSync(path, parts.join(bug.replace));
  const isCaught = !runTests(bug.tests);
  writeFileSync(path, text);
  if (isCaught) caught += 1;
  else missed += 1;
  console.log(`${isCaught ? "caught" : "MISSED"} ${bug.name}`);
}

function runTests(patterns: readonly string[]): boolean {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: tree }));
  const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...files], { cwd: tree });
  return status === 0;
}
