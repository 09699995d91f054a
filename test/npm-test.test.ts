// `npm test`, as people type it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const SCRIPT = join(import.meta.dirname, "../scripts/test.ts");

function npmTest(...args: readonly string[]) {
  return spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: "utf8",
    // Without what tells a test runner that it runs inside another.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
}

test("one room is tested by its name", () => {
  const { status, stdout } = npmTest("config", "--test-reporter=spec");
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^ℹ pass [1-9]/mu);
});

test("a room that is not there is refused, and those that are there are named", () => {
  const { status, stdout, stderr } = npmTest("web", "kitchen");
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^There is no room kitchen with tests; there are .*\bsandbox\/kube\b.*\bweb\b/u);
});
