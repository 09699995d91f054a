import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { FileCredential } from "./file-credential.ts";
import { readInCluster } from "./in-cluster.ts";

let folder: string;
let clock: FakeTimers;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credential-"));
  clock = new FakeTimers();
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test("a file is read again after a minute, and after a 401", async () => {
  const token = write("token", "first\n");
  const credential = new FileCredential({ token, fixed: { clientCert: "c", clientKey: "k" } }, clock);
  assert.deepEqual(await credential.read(), { token: "first", clientCert: "c", clientKey: "k" });
  write("token", "second");
  await clock.advance(59_000);
  assert.equal((await credential.read()).token, "first");
  await clock.advance(1000);
  assert.equal((await credential.read()).token, "second");
  write("token", "third");
  credential.forget();
  assert.equal((await credential.read()).token, "third");
});

test("a file that is away or empty for a moment leaves the last token in use", async () => {
  const token = write("token", "first");
  const credential = new FileCredential({ token }, clock);
  await credential.read();
  rmSync(token);
  await clock.advance(60_000);
  assert.equal((await credential.read()).token, "first");
  write("token", "");
  assert.equal((await credential.read()).token, "first");
  write("token", "second");
  assert.equal((await credential.read()).token, "second");
});

test("a file that was never there, or holds no token, is named", async () => {
  const absent = new FileCredential({ token: join(folder, "none") }, clock);
  await assert.rejects(absent.read(), /credential file .*none cannot be read \(ENOENT\)/u);
  const garbage = new FileCredential({ token: write("token", "canary\r\nx: y") }, clock);
  await assert.rejects(
    garbage.read(),
    (error) => /holds no token/u.test(String(error)) && !/canary/u.test(String(error)),
  );
});

test("certificates in files are read again too", async () => {
  const files = { clientCert: write("tls.crt", "c1"), clientKey: write("tls.key", "k1") };
  const credential = new FileCredential(files, clock);
  assert.deepEqual(await credential.read(), { clientCert: "c1", clientKey: "k1" });
  write("tls.crt", "c2");
  write("tls.key", "k2");
  await clock.advance(60_000);
  assert.deepEqual(await credential.read(), { clientCert: "c2", clientKey: "k2" });
});

test("a pod finds its server, authority, namespace and token", async () => {
  write("ca.crt", "authority");
  write("namespace", "countersign\n");
  write("token", "t");
  const { credential, ...connection } = await readInCluster({ host: "fd00::1", port: "443", folder });
  assert.deepEqual(connection, {
    server: "https://[fd00::1]:443",
    ca: "authority",
    namespace: "countersign",
  });
  assert.deepEqual(await credential.read(), { token: "t" });
});

test("outside of a pod the error says what to do", async () => {
  await assert.rejects(
    readInCluster({ host: "10.0.0.1", port: "443", folder }),
    /ca\.crt cannot be read \(ENOENT\).*give a kubeconfig/u,
  );
});
