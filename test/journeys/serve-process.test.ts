// The command itself, as a process: it takes a file of settings, and reads its keys again while it runs.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { findFreePort } from "../../rigs/find-free-port.ts";
import { startKubeProcess } from "../../rigs/kube-process.ts";
import { ServeProcess } from "../../rigs/serve-process.ts";
import { until } from "../kit/until.ts";

const CONFIG = `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
clusterName: from-a-file
`;
const OLD = "aaaa-0123456789-abcdefghijklmnopqrstuvwxyzA";
const NEW = "bbbb-0123456789-abcdefghijklmnopqrstuvwxyzA";

test("serve takes its settings from a file, and its keys as they are at the moment", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "serve-process-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const cluster = await startKubeProcess(join(folder, "kubeconfig"));
  t.after(() => cluster.stop());
  const [config, keyFile] = [join(folder, "config.yaml"), join(folder, "key")];
  writeFileSync(config, CONFIG);
  writeFileSync(keyFile, OLD);
  const serve = new ServeProcess({
    kubeconfig: cluster.kubeconfig,
    keyFile,
    port: await findFreePort(),
    environment: { COUNTERSIGN_CONFIG: config },
  });
  t.after(() => serve.kill());
  await serve.start();
  const open = async (cookie = ""): Promise<Response> => await fetch(serve.url, { headers: { cookie } });
  assert.match(await (await open()).text(), /from-a-file/u);
  const cookie = (await fetch(`${serve.url}/?user=mary`)).headers.get("set-cookie")?.split(";")[0] ?? "";

  writeFileSync(keyFile, `${NEW}\n${OLD}\n`);
  const renewed = await until("the session is signed with the new key", async () => {
    return (await open(cookie)).headers.get("set-cookie")?.split(";")[0];
  });
  assert.match(serve.log, /The file of keyFile has changed and is read again\./u);
  writeFileSync(keyFile, "short");
  await until("it warns of a file that cannot be used", () =>
    /has 5 bytes; at least 32 .* What it said before stays in force\./u.test(serve.log),
  );
  assert.match(await (await open(renewed)).text(), /You say you are <bdi>mary</u);
  assert.doesNotMatch(serve.log, /aaaa|bbbb/u);
});

test("serve takes a proxy's secret from its file, as it is at the moment, and never writes it down", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "serve-process-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const cluster = await startKubeProcess(join(folder, "kubeconfig"));
  t.after(() => cluster.stop());
  const [config, keyFile, valueFile] = [
    join(folder, "config.yaml"),
    join(folder, "key"),
    join(folder, "secret"),
  ];
  writeFileSync(keyFile, randomBytes(32));
  writeFileSync(valueFile, `${OLD}\n`);
  writeFileSync(
    config,
    `${CONFIG}auth: {proxy: {from: [127.0.0.1], proof: {secret: {header: X-Secret, valueFile: secret}}}}\n`,
  );
  const serve = new ServeProcess({
    kubeconfig: cluster.kubeconfig,
    keyFile: keyFile,
    port: await findFreePort(),
    auth: "proxy",
    environment: { COUNTERSIGN_CONFIG: config },
  });
  t.after(() => serve.kill());
  await serve.start();
  const open = async (secret: string): Promise<Response> =>
    await fetch(serve.url, { headers: { "x-forwarded-user": "mary", "x-secret": secret } });
  assert.match(await (await open(OLD)).text(), /You are mary\./u);
  assert.equal((await open(NEW)).status, 400);
  writeFileSync(valueFile, `${NEW}\n`);
  await until("the next secret counts", async () => (await open(NEW)).ok);
  assert.equal((await open(OLD)).status, 400);
  assert.doesNotMatch(serve.log, /aaaa|bbbb/u);
});
