import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { readVersion } from "../std/read-version.ts";

function call(...args: readonly string[]) {
  const main = join(import.meta.dirname, "..", "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("without a command, or with --help anywhere, it says what there is", () => {
  const help = call();
  assert.equal(help.status, 0, help.stderr);
  assert.match(
    help.stdout,
    /^Usage: countersign <command>.*\n\nCommands:\n {2}serve +runs the controller and/u,
  );
  assert.match(
    help.stdout,
    /\n {2}help +this text\n\nSettings of serve, .*\n {2}--config +COUNTERSIGN_CONFIG .*\n {2}--auth /u,
  );
  assert.deepEqual(call("--help"), help);
  assert.deepEqual(call("serve", "--help"), help);
});

test("version prints the one in package.json, and nothing else", () => {
  assert.deepEqual(call("version"), { status: 0, stdout: `${readVersion()}\n`, stderr: "" });
  assert.match(readVersion(), /^\d+\.\d+\.\d+/u);
});

test("a command that there is not is refused with all there are, as misuse", () => {
  const { status, stdout, stderr } = call("approve");
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^countersign approve: There is no command "approve"\.\n\nUsage: countersign/u);
});

test("settings that are wrong are misuse, and said without a stack", () => {
  const { status, stderr } = call("serve", "--auth", "open");
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^countersign serve: \n--base-url \(or COUNTERSIGN_BASE_URL\): is missing; .*\n--key-file/u,
  );
  assert.doesNotMatch(stderr, /^ +at /mu);
});
