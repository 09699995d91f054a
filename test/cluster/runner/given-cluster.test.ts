// `KUBECONFIG=… npm run test:cluster`, as a person uses it on a cluster that is not ours.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { parseDocument, stringify } from "yaml";
import { TEKTON_CRDS } from "../../../sandbox/tekton/crds/tekton-crds.ts";
import { EmbeddedKube } from "../../../sandbox/kube/embedded-kube.ts";
import { NAMESPACES, openCluster } from "../cluster-under-test.ts";
import { until } from "../../kit/until.ts";
import { RUN_LABEL } from "../open-given-cluster.ts";
import { startCommand } from "./start-command.ts";

const cluster = await openCluster();

/** The kubeconfig of a cluster that has these definitions and nothing else. */
async function startBareCluster(t: TestContext, crds: readonly unknown[]): Promise<string> {
  const kube = new EmbeddedKube({ crds });
  await kube.start();
  const folder = mkdtempSync(join(tmpdir(), "bare-cluster-"));
  t.after(async () => {
    await kube.stop();
    rmSync(folder, { recursive: true });
  });
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, kube.kubeconfig(), { mode: 0o600 });
  return kubeconfig;
}

/** The cluster's kubeconfig as people have them: of several clusters, and with files beside it. */
function writeGrownKubeconfig(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "grown-kubeconfig-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const config = parseDocument(readFileSync(cluster.kubeconfig, "utf8"));
  const ca = String(config.getIn(["clusters", 0, "cluster", "certificate-authority-data"]));
  writeFileSync(join(folder, "ca.crt"), Buffer.from(ca, "base64"));
  config.deleteIn(["clusters", 0, "cluster", "certificate-authority-data"]);
  config.setIn(["clusters", 0, "cluster", "certificate-authority"], "ca.crt");
  const { clusters, contexts, users, ...rest } = config.toJS() as Record<string, object[]>;
  const elsewhere = { name: "elsewhere", cluster: { server: "https://127.0.0.1:1" } };
  const first = { name: "elsewhere", context: { cluster: "elsewhere", user: "nobody" } };
  const grown = {
    ...rest,
    clusters: [elsewhere, ...(clusters ?? [])],
    contexts: [first, ...(contexts ?? [])],
    users: [{ name: "nobody", user: {} }, ...(users ?? [])],
  };
  const file = join(folder, "config");
  writeFileSync(file, stringify(grown), { mode: 0o600 });
  return file;
}

async function listOurNamespaces(): Promise<string[]> {
  const { items } = await cluster.kube.list(NAMESPACES, { labelSelector: RUN_LABEL });
  return items.map(({ metadata }) => metadata.name);
}

const MISSING = {
  "without Tekton": { crds: [], says: /serves no customruns\.tekton\.dev: install Tekton Pipelines/u },
  "without our definition": {
    crds: TEKTON_CRDS,
    says: /serves no approvaltasks\.tekton\.automatiko\.io: apply deploy\/crds/u,
  },
} as const;

for (const [what, { crds, says }] of Object.entries(MISSING)) {
  test(`a cluster ${what} is refused, with what to do`, { timeout: 60_000 }, async (t) => {
    const KUBECONFIG = await startBareCluster(t, crds);
    const command = startCommand(t, ["test:cluster"], { KUBECONFIG });
    assert.equal(await command.ended, 1);
    assert.match(command.stderr(), says);
    assert.deepEqual(readdirSync(command.temporary), []);
  });
}

test("a kubeconfig beside a choice of our own clusters is refused", { timeout: 60_000 }, async (t) => {
  const command = startCommand(t, ["test:cluster", "--embedded"], { KUBECONFIG: cluster.kubeconfig });
  assert.equal(await command.ended, 1);
  assert.match(command.stderr(), /unset KUBECONFIG, or give no flags/u);
});

test("suites run on it, and their namespaces are gone at the end", { timeout: 120_000 }, async (t) => {
  const flags = ["--suite", "smoke", "--suite", "rights"];
  const command = startCommand(t, ["test:cluster", ...flags], { KUBECONFIG: writeGrownKubeconfig(t) });
  assert.equal(await command.ended, 0, command.stdout() + command.stderr());
  assert.match(command.stdout(), /^ {2}smoke: 1 passed, 0 failed, 0 skipped$/mu);
  assert.match(command.stdout(), /^ {2}rights: [1-9]\d* passed, 0 failed, [1-9]\d* skipped$/mu);
  assert.match(command.stdout(), /^ {2}skipped: rights: .+: nothing is installed on a shared cluster$/mu);
  assert.deepEqual(await listOurNamespaces(), []);
  assert.deepEqual(readdirSync(command.temporary), []);
});

test("Ctrl-C in the middle removes what it made", { timeout: 120_000 }, async (t) => {
  const command = startCommand(t, ["test:cluster", "--suite", "races"], { KUBECONFIG: cluster.kubeconfig });
  await until("its first namespace", async () => (await listOurNamespaces()).length > 0);
  command.interrupt();
  assert.notEqual(await command.ended, 0);
  await until("its namespaces to be gone", async () => (await listOurNamespaces()).length === 0);
});
