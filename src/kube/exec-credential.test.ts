import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { ExecCredential } from "./exec-credential.ts";

let clock: FakeTimers;
beforeEach(() => {
  clock = new FakeTimers(Date.parse("2026-11-24T12:00:00Z"));
});

/** A plug-in that runs this JavaScript. */
function plugin(script: string): ExecCredential {
  const env = { COUNT: "0" };
  const apiVersion = "client.authentication.k8s.io/v1";
  return new ExecCredential({ apiVersion, command: process.execPath, args: ["-e", script], env }, clock);
}

const printing = (status: object): string =>
  `console.log(${JSON.stringify(JSON.stringify({ kind: "ExecCredential", status }))})`;
/** Prints another token each time. */
const fresh = (expirationTimestamp: string): string =>
  `console.log(JSON.stringify({ kind: "ExecCredential", status: {
     token: String(process.pid), expirationTimestamp: "${expirationTimestamp}" } }))`;

test("what it printed is kept until shortly before it expires", async () => {
  const credential = plugin(fresh("2026-11-24T12:10:00Z"));
  const [first, same] = await Promise.all([credential.read(), credential.read()]);
  assert.equal(first, same);
  await clock.advance(9 * 60_000);
  assert.equal(await credential.read(), first);
  await clock.advance(55_000);
  assert.notEqual((await credential.read()).token, first.token);
});

test("after a refusal it runs again, once, however many requests were refused", async () => {
  const credential = plugin(fresh("2027-01-01T00:00:00Z"));
  const first = await credential.read();
  credential.forget(first);
  const second = await credential.read();
  assert.notEqual(second.token, first.token);
  credential.forget(first);
  assert.equal(await credential.read(), second);
});

test("it may give a client certificate", async () => {
  const credential = plugin(printing({ clientCertificateData: "cert", clientKeyData: "key" }));
  assert.deepEqual(await credential.read(), { clientCert: "cert", clientKey: "key" });
});

const broken: readonly (readonly [string, string, RegExp])[] = [
  ["exits with an error", "console.log('canary-4711'); process.exit(3)", /ended with exit code 3/u],
  ["prints no JSON", "console.log('canary-4711')", /printed no ExecCredential/u],
  ["prints something else", 'console.log(\'{"kind":"canary-4711"}\')', /printed no ExecCredential/u],
  ["gives nothing", printing({ clientCertificateData: "canary-4711" }), /neither a token nor/u],
  [
    "never stops printing",
    "const s = 'canary-4711'.repeat(1e5); for (;;) require('fs').writeSync(1, s)",
    /SIGKILL/u,
  ],
];
for (const [name, script, message] of broken) {
  test(`a plug-in that ${name} is named, and what it printed is not`, async () => {
    await assert.rejects(plugin(script).read(), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, message);
      assert.ok(error.message.startsWith(`the credential plug-in "${process.execPath}"`));
      assert.ok(!error.message.includes("canary-4711"));
      return true;
    });
  });
}

test("a plug-in that is not installed is named", async () => {
  const apiVersion = "client.authentication.k8s.io/v1";
  const credential = new ExecCredential({ apiVersion, command: "no-such-login", args: [], env: {} });
  await assert.rejects(credential.read(), /"no-such-login" cannot be started \(ENOENT\)/u);
});
