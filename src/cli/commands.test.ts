import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

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
    /\n {2}help +this text, also with --help and -h\n\nSettings of serve, .*\n {2}--config +COUNTERSIGN_CONFIG .*\n {2}--auth /u,
  );
  assert.deepEqual(call("--help"), help);
  assert.deepEqual(call("-h"), help);
  assert.deepEqual(call("serve", "--help"), help);
});

test("version prints the one in package.json, and nothing else", () => {
  assert.deepEqual(call("version"), { status: 0, stdout: `${readVersion()}\n`, stderr: "" });
  for (const flag of ["--version", "-V", "-v"]) assert.deepEqual(call(flag), call("version"), flag);
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

/** A configuration file with that key in its `keyFile`. */
function writeConfig(t: TestContext, changes = "", key = "k".repeat(43)): string {
  const folder = mkdtempSync(join(tmpdir(), "check-config-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key"), key);
  const path = join(folder, "config.yaml");
  const head = "apiVersion: config.countersign.dev/v1alpha1\nkind: Configuration\n";
  writeFileSync(path, `${head}baseUrl: http://localhost\nkeyFile: key\nauth: {modes: [open]}\n${changes}`);
  return path;
}

test("check-config says what is in force and what said so, as a file that serve would take, and no secret", (t) => {
  const path = writeConfig(t, "listen: {port: 8080}\nnamespaces: [ci]\n");
  const { status, stdout, stderr } = call("check-config", path, "--time-zone", "Europe/Warsaw");
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^# In force with .*config\.yaml\. The file of keyFile has 1 key\.\napiVersion: /u);
  assert.match(stdout, /^ {2}port: 8080 # line 6, column 10$/mu);
  assert.match(stdout, /^ {2}host: 0\.0\.0\.0 # default$/mu);
  assert.match(stdout, /^timeZone: Europe\/Warsaw # --time-zone$/mu);
  assert.match(stdout, /^# clusterName: nothing$/mu);
  assert.doesNotMatch(stdout, /kkk/u);
  writeFileSync(path, stdout);
  assert.equal(call("check-config", path).status, 0);
});

test("check-config says all that is wrong and exits with 1, and with 2 when it is called wrongly", (t) => {
  const { status, stdout, stderr } = call("check-config", writeConfig(t, "prot: 1\ntimeZone: Mars\n"));
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(
    stderr,
    /^countersign check-config: \ntimeZone: "Mars" .* column 1\)\nprot: there is no such key/u,
  );
  const short = call("check-config", writeConfig(t, "", "short"));
  assert.equal(short.status, 1);
  assert.match(
    short.stderr,
    /\nkeyFile: The file .* has a fault in its key 1, which has 5 bytes; at least 32/u,
  );
  const misused = call("check-config");
  assert.equal(misused.status, 2);
  assert.match(misused.stderr, /Give the file first: countersign check-config FILE/u);
});
