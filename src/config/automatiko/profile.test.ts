import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { readConfiguration, readSettings } from "../read-settings.ts";

const folder = makeFolder();
const file = join(folder, "config.yaml");
writeFileSync(
  file,
  `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
auth: {proxy: {proof: loopback}}
listen: {host: 127.0.0.1, probeHost: 0.0.0.0}
`,
);
const GIVEN = ["--base-url", "https://approvals.example.com", "--key-file", "key"];

async function errorOf(profile: string, args: readonly string[]): Promise<string> {
  const read = await readSettings([...GIVEN, ...args], { QUARKUS_PROFILE: profile });
  return read.ok ? "" : read.error;
}

for (const profile of ["secured", "securedwithemail", "secured,withemail"]) {
  test(`the profile ${profile} is mode proxy with the headers that Automatiko read`, async () => {
    const read = await readConfiguration([...GIVEN, "--config", file], { QUARKUS_PROFILE: profile });
    assert.ok(read.ok, read.ok ? "" : read.error);
    const { modes, proxy } = read.value.settings.auth;
    assert.deepEqual(modes, ["proxy"]);
    assert.equal(proxy?.headers.name, "X-Forwarded-User");
    assert.equal(proxy?.headers.groups, "X-Forwarded-Groups");
    assert.equal(read.value.sourceOf(["auth", "modes"]), "QUARKUS_PROFILE");
    assert.equal(read.value.sourceOf(["listen", "port"]), undefined);
  });
}

test("what Automatiko left out is missing: whom it may believe, and why", async () => {
  const error = await errorOf("secured", []);
  assert.match(error, /^auth\.proxy\.from \(in the file of --config\): is missing; give the addresses/mu);
  assert.match(error, /^auth\.proxy\.proof \(in the file of --config\): is missing; give what proves/mu);
  assert.equal(error.split("\n").length, 2);
});

test("a name that Automatiko did not know opened everything there, and starts nothing here", async () => {
  assert.match(
    await errorOf("secure", ["--auth", "open"]),
    /^QUARKUS_PROFILE: there is no profile "secure", with which .*; did you mean secured\?$/u,
  );
  assert.match(
    await errorOf("prod", ["--config", file]),
    /there are secured, securedwithemail, withemail; leave the variable out, and say with --auth/u,
  );
  assert.match(await errorOf("secured,prod", ["--config", file]), /no profile "prod"/u);
  assert.match(await errorOf("toString", ["--config", file]), /no profile "toString"/u);
});

test("a profile that promises known people does not stand beside a mode in which nobody is known", async () => {
  assert.match(
    await errorOf("secured", ["--auth", "open"]),
    /^QUARKUS_PROFILE: the profile secured promises/u,
  );
  assert.equal(await errorOf("withemail", ["--auth", "open"]), "");
  assert.equal(await errorOf("secured", ["--auth", "kubernetes"]), "");
});

test("withemail says nothing of how people are known", async () => {
  assert.match(await errorOf("withemail", []), /^--auth \(or COUNTERSIGN_AUTH\): is missing/u);
});
