// The product as it is deployed: under the ServiceAccount and the rights of deploy/, and nothing beside them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "../../../kit/make-folder.ts";
import { fixedCredential } from "../../../../src/kube/kube-connection.ts";
import type { KubeObject } from "../../../../src/kube/kube-api.ts";
import { readKubeconfig } from "../../../../src/kube/kubeconfig.ts";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS, PIPELINE_RUNS } from "../../../../src/objects/resources.ts";
import { approval, handMadeRun } from "../../../conformance/pipelines.ts";
import { Product } from "../../../conformance/product.ts";
import { AuthorizingProxy } from "../../../deploy/authorizing-proxy.ts";
import { readManifests } from "../../../deploy/read-manifests.ts";
import { listGrants } from "../../../deploy/rights.ts";
import { makeNamespace, NAMESPACES, openCluster } from "../../cluster-under-test.ts";
import { signIn } from "../../../kit/suite-auth.ts";
import { until } from "../../../kit/until.ts";
import { DecisionWatch } from "../races/decision-watch.ts";

const LIMIT_MS = 240_000;
const OVERLAYS = join(import.meta.dirname, "../../../../deploy/overlays");
const ADMISSION = join(OVERLAYS, "../admission");
const OWN_NAMESPACE = "countersign";
const SERVICE_ACCOUNT = "countersign";
/** Long enough for the Lease to be renewed, and for a replica that wrongly sees another namespace to open the approval. */
const LEFT_ALONE_MS = 3000;

const cluster = await openCluster();

async function kubectl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")} failed: ${stderr}`);
  return stdout.trim();
}

/** Applies an overlay for the time of the test, with the namespaces that it says must exist. */
async function deploy(t: TestContext, overlay: string, namespaces: readonly string[]): Promise<void> {
  for (const name of namespaces) {
    await cluster.kube.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    t.after(() => kubectl("delete", "namespace", name, "--wait=false"));
  }
  await kubectl("apply", "-k", join(OVERLAYS, overlay));
  // Waits until all is gone: the next overlay has the same names.
  t.after(() => kubectl("delete", "-k", join(OVERLAYS, overlay), "--ignore-not-found"));
  // Without the policy itself, which is for the whole cluster: see test/conformance/admission.test.ts.
  await kubectl("apply", "-f", join(ADMISSION, "role.yaml"));
  t.after(() => kubectl("delete", "-f", join(ADMISSION, "role.yaml"), "--ignore-not-found"));
}

/** A proxy that counts, in front of the API server, which decides by the ServiceAccount's own token. */
async function connect(
  t: TestContext,
  overlay: string,
): Promise<{ proxy: AuthorizingProxy; kubeconfig: string }> {
  const token = await kubectl("create", "token", SERVICE_ACCOUNT, "-n", OWN_NAMESPACE);
  const manifests = [...readManifests(join(OVERLAYS, overlay)), ...readManifests(ADMISSION)];
  const grants = listGrants(manifests, SERVICE_ACCOUNT);
  const upstream = await readKubeconfig(cluster.kubeconfig, { env: {} });
  const proxy = new AuthorizingProxy({ ...upstream, credential: fixedCredential({ token }) }, grants);
  const { server } = await proxy.start(OWN_NAMESPACE);
  t.after(() => proxy.stop());
  const folder = makeFolder(t);
  const kubeconfig = join(folder, "kubeconfig");
  const name = "deployed";
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  writeFileSync(kubeconfig, JSON.stringify(content), { mode: 0o600 });
  return { proxy, kubeconfig };
}

/** Lives through all that an approval can meet, so that every right is needed. */
async function playEverything(t: TestContext, product: Product, namespace: string): Promise<void> {
  const watch = await DecisionWatch.start(cluster.kube, namespace);
  t.after(() => watch.close());
  await cluster.kube.create<CustomRun>(CUSTOM_RUNS, inNamespace(namespace, "voted", { groups: ["ops"] }));
  await untilAsked(watch, "voted");
  const { query, headers: signedIn } = signIn("ann", "ops");
  const url = `${product.url}/api/v1/approvals/${namespace}/voted/votes${query}`;
  const headers = { ...signedIn, "content-type": "application/json" };
  const voted = await fetch(url, { method: "POST", headers, body: '{"decision":"approve"}' });
  assert.equal(voted.status, 201, await voted.text());
  await untilEnded(watch, "voted", "Approved");
  await watch.approvals.until(
    "voted",
    "is labelled",
    (task) => task.metadata.labels?.["decision"] === "approved",
  );
  await loseTheApproval(watch, namespace);
  await outliveThePipelineRun(watch, namespace);
  await replaceALeftover(watch, namespace);
  watch.check();
}

function inNamespace(
  namespace: string,
  name: string,
  params: Readonly<Record<string, unknown>> = {},
): CustomRun {
  const run = handMadeRun(name, params);
  return { ...run, metadata: { ...run.metadata, namespace } };
}

async function untilAsked(watch: DecisionWatch, name: string, otherThan?: string): Promise<ApprovalTask> {
  return await watch.approvals.until(
    name,
    "waits for an answer",
    ({ metadata, status }) => status?.startTime !== undefined && metadata.uid !== otherThan,
  );
}

async function untilEnded(watch: DecisionWatch, name: string, reason: string): Promise<void> {
  await watch.runs.until(
    name,
    `ends as ${reason}`,
    ({ status }) => status?.conditions?.[0]?.reason === reason,
  );
}

/** An orphan: the PipelineRun goes and leaves the run that it made behind. */
async function outliveThePipelineRun(watch: DecisionWatch, namespace: string): Promise<void> {
  const pipelineRun = {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name: "p", namespace },
    spec: { pipelineSpec: { tasks: [approval("asks")] } },
  };
  await cluster.kube.create<KubeObject>(PIPELINE_RUNS, pipelineRun);
  await untilAsked(watch, "p-asks");
  await cluster.kube.delete(PIPELINE_RUNS, { namespace, name: "p" }, { propagationPolicy: "Orphan" });
  await untilEnded(watch, "p-asks", "CustomRunCancelled");
}

/** What is told again is counted on the Event that is there. */
async function loseTheApproval(watch: DecisionWatch, namespace: string): Promise<void> {
  const both = { approvers: ["mary"], groups: ["ops"] };
  await cluster.kube.create<CustomRun>(CUSTOM_RUNS, inNamespace(namespace, "lost", both));
  const { metadata } = await untilAsked(watch, "lost");
  await cluster.kube.delete(APPROVAL_TASKS, { namespace, name: "lost" });
  await untilAsked(watch, "lost", metadata.uid);
  const fieldSelector = "involvedObject.name=lost,reason=GroupsReplaceApprovers";
  await until("both events to be counted on one", async () => {
    const { items } = await cluster.kube.list<CountedEvent>(EVENTS, { namespace, fieldSelector });
    return items.length === 1 && items[0]?.count === 2;
  });
}

type CountedEvent = KubeObject & { readonly count: number };

/**
 * An owner of a kind that nobody serves keeps the garbage collector from the approval of a run that is gone, so that the
 * product meets it under the run's name.
 */
async function replaceALeftover(watch: DecisionWatch, namespace: string): Promise<void> {
  const ref = { namespace, name: "again" };
  const first = await cluster.kube.create<CustomRun>(CUSTOM_RUNS, inNamespace(namespace, "again"));
  const { metadata } = await untilAsked(watch, "again");
  const unserved = { apiVersion: "example.dev/v1", kind: "Nothing", name: "nothing", uid: "nothing" };
  const ownerReferences = [...(metadata.ownerReferences ?? []), unserved];
  await cluster.kube.patch(APPROVAL_TASKS, ref, { type: "merge", body: { metadata: { ownerReferences } } });
  await cluster.kube.delete(CUSTOM_RUNS, ref, { uid: first.metadata.uid ?? "" });
  await watch.runs.untilGone(first.metadata.uid ?? "");
  await cluster.kube.create<CustomRun>(CUSTOM_RUNS, inNamespace(namespace, "again"));
  await untilAsked(watch, "again", metadata.uid);
}

/** How many requests the product has seen refused as forbidden. */
async function countForbidden(product: Product): Promise<number> {
  const text = await (await fetch(`${product.probeUrl}/metrics`)).text();
  assert.match(text, /kube_request_duration_seconds_count\{[^}]*code="200"/u);
  return [...text.matchAll(/kube_request_duration_seconds_count\{[^}]*code="403"/gu)].length;
}

const PLACES = {
  "one-namespace": ["ci"],
  "some-namespaces": ["team-a", "team-b"],
  "whole-cluster": undefined,
} as const;

suite("Rights", { concurrency: 1 }, () => {
  const skip = cluster.control === undefined && "nothing is installed on a shared cluster";
  for (const [overlay, namespaces] of Object.entries(PLACES)) {
    const title = `${overlay}: every right is used, no other is asked for, and nothing is forbidden`;
    test(title, { skip, timeout: LIMIT_MS }, async (t) => {
      const elsewhere = await makeNamespace(cluster, t);
      await deploy(t, overlay, namespaces ?? []);
      const { proxy, kubeconfig } = await connect(t, overlay);
      const product = await Product.start({
        kubeconfig,
        ...(namespaces && { namespaces }),
        home: OWN_NAMESPACE,
        electsLeader: true,
      });
      t.after(() => product.stop());
      const outside = await cluster.kube.create<CustomRun>(CUSTOM_RUNS, inNamespace(elsewhere, "outside"));
      for (const namespace of namespaces ?? [elsewhere]) await playEverything(t, product, namespace);
      await sleep(LEFT_ALONE_MS);
      assert.deepEqual(proxy.refused, []);
      assert.deepEqual(proxy.unused, []);
      assert.equal(await countForbidden(product), 0, "the API server refused nothing");
      const { metadata } = await cluster.kube.get<CustomRun>(CUSTOM_RUNS, {
        namespace: elsewhere,
        name: "outside",
      });
      const untouched = metadata.resourceVersion === outside.metadata.resourceVersion;
      assert.equal(untouched, namespaces !== undefined, "a namespace that is not served is left alone");
    });
  }
});
