import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { writeTemplates } from "../../test/kit/write-templates.ts";
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
function writeConfig(
  t: TestContext,
  changes = "",
  key = "kkk-0123456789-abcdefghijklmnopqrstuvwxyzAB",
): string {
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

test("check-config shows where a sink is, and nothing of its secret", (t) => {
  const secret = `whsec_${Buffer.from("secret-0123456789-abcdefghij").toString("base64")}`;
  const secretFile = join(writeTemplates(t, { audit: secret }), "audit");
  const sink = `{id: audit, url: 'https://audit.example.com/in', secretFile: ${secretFile}}`;
  const { status, stdout } = call("check-config", writeConfig(t, `channels: {webhooks: [${sink}]}\n`));
  assert.equal(status, 0);
  assert.match(stdout, /url: https:\/\/audit\.example\.com\/in/u);
  assert.ok(!stdout.includes(secret));
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

test("a broken template of mails is told by check-config, and stops the start, with file and line", (t) => {
  const folder = writeTemplates(t, { "mail.html.liquid": "\n{{ titel }}" });
  const mail = `{from: a@example.com, host: mail.example.com, templates: ${folder}}`;
  const path = writeConfig(t, `channels: {mail: ${mail}}\n`);
  const fault = /: \nchannels\.mail\.templates:\nmail\.html\.liquid, line 2: there is no variable "titel"/u;
  const checked = call("check-config", path);
  assert.deepEqual([checked.status, checked.stdout], [1, ""]);
  assert.match(checked.stderr, fault);
  const served = call("serve", "--config", path);
  assert.equal(served.status, 2);
  assert.match(served.stderr, fault);
  writeFileSync(join(folder, "mail.html.liquid"), "{{ title }}");
  assert.equal(call("check-config", path).status, 0);
});

test("preview-mail writes a mail of each kind, and says by which files", (t) => {
  const folder = writeTemplates(t, { "mail.subject.liquid": "Look: {{ title }}", "notes.md": "" });
  const out = join(writeTemplates(t, {}), "out");
  const { status, stdout, stderr } = call("preview-mail", folder, "--out", out);
  assert.deepEqual([status, stderr], [0, "notes.md is not a template, and is not used.\n"]);
  assert.match(
    stdout,
    /^request: Look: Release shop-web .*\n {2}subject: mail\.subject\.liquid, html: our own, text: our own\n/u,
  );
  assert.match(readFileSync(join(out, "secondStep.html"), "utf8"), /<title>Look: Release shop-web/u);
  assert.match(readFileSync(join(out, "outcome.txt"), "utf8"), /Approved by hanna/u);
});

test("preview-mail says all that is wrong and exits with 1, and with 2 when it is called wrongly", (t) => {
  const folder = writeTemplates(t, {
    "mail.html.liquid": "{{ titel }}",
    "mail.text.liquid": "\n{{ titel }}",
  });
  const { status, stdout, stderr } = call("preview-mail", folder);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(
    stderr,
    /^countersign preview-mail: \nmail\.html\.liquid, line 1: .*\nmail\.text\.liquid, line 2: /u,
  );
  for (const args of [[], [folder, folder], [folder, "--nothing"], [folder, "--out"]]) {
    const misused = call("preview-mail", ...args);
    assert.deepEqual([misused.status, misused.stdout], [2, ""], args.join(" "));
  }
});
