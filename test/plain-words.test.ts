// Words that readers stumbled over do not come back into anything that people read.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..");
const READ = [
  "src/**/*.{ts,js}",
  "sandbox/demo/**/*.{ts,js,yaml}",
  "docs/{guide,reference}/**",
  "examples/**",
  "*.md",
];

const STUMBLED_OVER = [
  "What the run brings along",
  ">Claim<",
  "come as somebody else",
  "the last vote that is missing",
  "last word from the cluster",
  "One more vote is needed then",
];

const files = globSync(READ, { cwd: ROOT, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
  .map(({ parentPath, name }) => join(parentPath, name));

function listFilesWith(words: string): readonly string[] {
  return files.filter((file) => readFileSync(file, "utf8").toLowerCase().includes(words.toLowerCase()));
}

for (const words of STUMBLED_OVER) {
  test(`nobody reads “${words}”`, () => assert.deepEqual(listFilesWith(words), []));
}

test("what people do read is found, so this test can fail", () => {
  assert.ok(listFilesWith("continue as somebody else").length > 0);
});
