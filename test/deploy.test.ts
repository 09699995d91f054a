// The manifests of deploy/: complete, hardened, and with exactly the rights that the product uses.
import assert from "node:assert/strict";
import { once } from "node:events";
import { globSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";

import { readSettings } from "../src/config/read-settings.ts";
import { silentLogger } from "../src/std/logger.ts";
import type { KubeObject } from "../src/kube/kube-api.ts";
import { readIfThere } from "../src/kube/read-if-there.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS, PIPELINE_RUNS } from "../src/objects/resources.ts";
import { makeAskingRun } from "./kit/make-run.ts";
import { startProduct, untilAsked, untilEnded, type TestProduct } from "./kit/start-product.ts";
import { readKustomization, readManifests, readObjects } from "./deploy/read-manifests.ts";
import { DEPLOY, readVariables, startUnder } from "./deploy/start-under.ts";
import { until } from "./kit/until.ts";
import { makePipelineRun, ownedBy } from "./kit/make-pipeline-run.ts";

const OVERLAYS = ["whole-cluster", "one-namespace", "some-namespaces"];

interface Container {
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: unknown;
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}

interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly containers: readonly [Container];
      };
    };
  };
}

interface Service extends KubeObject {
  readonly spec: { readonly ports: readonly { readonly targetPort: string }[] };
}

interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly ingress: readonly {
      readonly from: readonly unknown[];
      readonly ports: readonly { readonly port: string }[];
    }[];
  };
}

interface ClusterRole extends KubeObject {
  readonly rules: readonly { readonly verbs: readonly string[] }[];
}

interface AdmissionPolicy extends KubeObject {
  readonly spec: {
    readonly failurePolicy: string;
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
  };
}

function readOne(file: string): KubeObject {
  const [object] = readObjects(join(DEPLOY, file));
  assert.ok(object, file);
  return object;
}

function namesOf(objects: readonly KubeObject[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`);
}

test("every manifest is named by the kustomization beside it, and is there", () => {
  for (const file of globSync("{base,admission,token-review,access-review,overlays/*}/*.yaml", {
    cwd: DEPLOY,
  })) {
    if (basename(file) === "kustomization.yaml") continue;
    const { resources, patches = [] } = readKustomization(join(DEPLOY, dirname(file)));
    const named = [...resources, ...patches.map(({ path }) => path)];
    assert.ok(named.includes(basename(file)), `${file} is named`);
  }
  assert.deepEqual(
    globSync("*", { cwd: join(DEPLOY, "overlays") }).toSorted(),
    OVERLAYS.toSorted(),
    "every overlay is tested here",
  );
});

for (const overlay of OVERLAYS) {
  test(`${overlay}: each object once, each with a version, in a namespace that is said`, () => {
    const objects = readManifests(join(DEPLOY, "overlays", overlay));
    const names = namesOf(objects);
    assert.deepEqual([...new Set(names)], names);
    assert.ok(names.length >= 12, "all of the base and a binding");
    const clusterWide = new Set(["Namespace", "ClusterRole", "ClusterRoleBinding"]);
    for (const { apiVersion, kind, metadata } of objects) {
      assert.match(apiVersion, /^([a-z0-9.-]+\/)?v\d/u);
      assert.equal(metadata.namespace === undefined, clusterWide.has(kind), `${kind} ${metadata.name}`);
    }
  });

  test(`${overlay}: its settings lack nothing but what an operator has to choose`, async () => {
    const variables = readVariables(overlay);
    const refused = await readSettings([], variables);
    assert.ok(!refused.ok);
    assert.deepEqual(
      refused.error.split("\n").map((line) => line.split(" ")[0]),
      ["--auth", "--base-url"],
    );
    const chosen = { COUNTERSIGN_AUTH: "open", COUNTERSIGN_BASE_URL: "https://approvals.example.com" };
    assert.ok((await readSettings([], { ...variables, ...chosen })).ok);
  });
}

test("the pod is hardened, and probes, port and key file fit the settings", () => {
  const { spec } = readOne("base/deployment.yaml") as Deployment;
  const pod = spec.template.spec;
  const [container] = pod.containers;
  assert.equal(spec.replicas, 2);
  assert.equal(pod.serviceAccountName, readOne("base/service-account.yaml").metadata.name);
  assert.deepEqual(pod.securityContext, {
    runAsNonRoot: true,
    runAsUser: 65532,
    runAsGroup: 65532,
    seccompProfile: { type: "RuntimeDefault" },
  });
  assert.deepEqual(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  assert.deepEqual(Object.keys(container.resources.limits), ["cpu", "memory"]);
  assert.deepEqual(container.args, ["serve"]);

  const {
    COUNTERSIGN_PORT,
    COUNTERSIGN_PROBE_PORT,
    COUNTERSIGN_KEY_FILE = "",
  } = readVariables("whole-cluster");
  assert.deepEqual(
    container.ports.map(({ name, containerPort }) => [name, String(containerPort)]),
    [
      ["http", COUNTERSIGN_PORT],
      ["probes", COUNTERSIGN_PROBE_PORT],
    ],
  );
  assert.equal(container.volumeMounts[0]?.mountPath, dirname(COUNTERSIGN_KEY_FILE));
  const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
  assert.deepEqual(
    probes.map((probe) => [probe?.httpGet.path, probe?.httpGet.port]),
    [
      ["/livez", "probes"],
      ["/livez", "probes"],
      ["/readyz", "probes"],
    ],
  );
});

/** The status of a GET that names another host than it is sent to; `fetch` does not send one. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const [answer] = (await once(get(url, { headers: { host } }), "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test("Service and NetworkPolicy name ports of the pod, and each way has a label of its own", () => {
  const [container] = (readOne("base/deployment.yaml") as Deployment).spec.template.spec.containers;
  const names = container.ports.map(({ name }) => name);
  const { spec } = readOne("base/service.yaml") as Service;
  assert.deepEqual(
    spec.ports.map(({ targetPort }) => targetPort),
    names,
  );
  const { ingress } = (readOne("base/network-policy.yaml") as NetworkPolicy).spec;
  assert.deepEqual(
    ingress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    names,
  );
  const labels = ingress.map(({ from }) => JSON.stringify(from));
  assert.equal(new Set(labels).size, names.length, "who reads metrics does not reach the pages by that");
});

test("the probes answer a kubelet, which names the pod's address as the host", async (t) => {
  const { url, probeUrl } = await startProduct(t);
  const statusesAt = (where: string, paths: readonly string[]) =>
    Promise.all(paths.map((path) => statusFor(`${where}${path}`, "10.1.2.3:9000")));
  assert.deepEqual(await statusesAt(probeUrl, ["/livez", "/readyz", "/metrics"]), [200, 200, 200]);
  assert.deepEqual(await statusesAt(url, ["/livez", "/readyz", "/"]), [200, 200, 421], "a page does not");
});

test("metrics are on the probes' port, and both end with the product", async (t) => {
  const { probeUrl, stop } = await startProduct(t);
  const metrics = await (await fetch(`${probeUrl}/metrics`)).text();
  assert.match(metrics, /^countersign_approvals_pending 0$/mu);
  await stop();
  await assert.rejects(fetch(`${probeUrl}/livez`));
});

test("nobody is given the right to write approvals but the product itself", () => {
  const roles = readManifests(join(DEPLOY, "overlays", "whole-cluster")).filter(({ kind }) =>
    kind.endsWith("Role"),
  );
  const aggregated = roles.filter(({ metadata }) =>
    Object.keys(metadata.labels ?? {}).some((key) => key.includes("aggregate")),
  );
  assert.deepEqual(namesOf(aggregated), ["ClusterRole /countersign-view"]);
  const [view] = aggregated;
  assert.deepEqual(
    (view as ClusterRole).rules.map(({ verbs }) => verbs),
    [["get", "list", "watch"]],
  );
});

/** Lives through all that an approval can meet in one namespace, so that every right is needed. */
async function playEverything(product: TestProduct, namespace: string): Promise<void> {
  const { api } = product;
  const both = { approvers: ["mary"], groups: ["ops"] };
  await api.create(CUSTOM_RUNS, makeAskingRun("voted", both, { namespace }));
  await untilAsked(product, "voted", namespace);
  const votes = `${product.url}/api/v1/approvals/${namespace}/voted/votes?user=mary&group=ops`;
  const headers = { "content-type": "application/json" };
  const voted = await fetch(votes, { method: "POST", headers, body: '{"decision":"approve"}' });
  assert.equal(voted.status, 201);
  await untilEnded(product, "voted", namespace);
  await until("its labels are written", async () => {
    const { metadata } = await api.get(APPROVAL_TASKS, { namespace, name: "voted" });
    return metadata.labels?.["decision"] === "approved";
  });
  await loseTheApproval(product, namespace);
  await outliveThePipelineRun(product, namespace);
  await replaceALeftover(product, namespace);
}

/** What is told again is counted on the Event that is there. */
async function loseTheApproval(product: TestProduct, namespace: string): Promise<void> {
  const { api } = product;
  const both = { approvers: ["mary"], groups: ["ops"] };
  await api.create(CUSTOM_RUNS, makeAskingRun("lost", both, { namespace }));
  await untilAsked(product, "lost", namespace);
  await api.delete(APPROVAL_TASKS, { namespace, name: "lost" });
  await until("one Event counts both times", async () => {
    const fieldSelector = "involvedObject.name=lost,reason=GroupsReplaceApprovers";
    const { items } = await api.list<KubeObject & { count: number }>(EVENTS, { namespace, fieldSelector });
    return items.length === 1 && items[0]?.count === 2;
  });
}

/** An orphan: the watched copy no longer has its PipelineRun, so the API server is asked. */
async function outliveThePipelineRun(product: TestProduct, namespace: string): Promise<void> {
  const { api } = product;
  const metadata = ownedBy(await api.create(PIPELINE_RUNS, makePipelineRun("gone", { namespace })));
  await api.create(CUSTOM_RUNS, makeAskingRun("orphaned", { approvers: ["mary"] }, { namespace, metadata }));
  await untilAsked(product, "orphaned", namespace);
  await api.delete(PIPELINE_RUNS, { namespace, name: "gone" }, { propagationPolicy: "Orphan" });
  await untilEnded(product, "orphaned", namespace);
}

/**
 * An owner of a kind that nobody serves keeps the garbage collector from the approval of a run that is gone, so that the
 * product meets it under the run's name.
 */
async function replaceALeftover(product: TestProduct, namespace: string): Promise<void> {
  const { api } = product;
  const ref = { namespace, name: "again" };
  await api.create(CUSTOM_RUNS, makeAskingRun("again", { approvers: ["mary"] }, { namespace }));
  const { metadata } = await untilAsked(product, "again", namespace);
  const unserved = { apiVersion: "example.dev/v1", kind: "Nothing", name: "nothing", uid: "nothing" };
  const ownerReferences = [...(metadata.ownerReferences ?? []), unserved];
  await api.patch(APPROVAL_TASKS, ref, { type: "merge", body: { metadata: { ownerReferences } } });
  await api.delete(CUSTOM_RUNS, ref);
  await api.create(CUSTOM_RUNS, makeAskingRun("again", { approvers: ["mary"] }, { namespace }));
  await until("it is asked anew", async () => {
    const task = await readIfThere(api, APPROVAL_TASKS, ref);
    return task !== undefined && task.metadata.uid !== metadata.uid;
  });
}

for (const overlay of OVERLAYS) {
  test(`${overlay}: the product needs every right it is given, and no other`, async (t) => {
    const { product, proxy, served } = await startUnder(t, { overlay });
    await product.api.create(CUSTOM_RUNS, makeAskingRun("elsewhere", { approvers: ["mary"] }));
    for (const namespace of served) await playEverything(product, namespace);
    // Letting go of the Lease is a right that is used too.
    await product.stop();
    assert.deepEqual(proxy.refused, []);
    assert.deepEqual(proxy.unused, []);
    const touched = product.writes.filter(
      ({ name, namespace }) => namespace === "default" && name === "elsewhere",
    );
    assert.equal(
      touched.length > 1,
      served.includes("default"),
      "a namespace that is not served is left alone",
    );
  });
}

for (const overlay of ["whole-cluster", "some-namespaces"]) {
  test(`${overlay}: without deploy/admission it looks for it once, says so, and works`, async (t) => {
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (_: unknown, message: string) => void warnings.push(message) };
    const { product, proxy, served } = await startUnder(t, { overlay, beside: [], logger });
    for (const namespace of served) {
      await product.api.create(CUSTOM_RUNS, makeAskingRun("asks", { approvers: ["mary"] }, { namespace }));
      await untilAsked(product, "asks", namespace);
    }
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^The ValidatingAdmissionPolicyBinding countersign may not be read/u);
    assert.deepEqual(
      proxy.refused.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`),
      ["get validatingadmissionpolicybindings countersign"],
    );
  });
}

test("the admission policy fails closed, is bound to deny, and names the accounts that are deployed", () => {
  const policy = readOne("admission/policy.yaml") as AdmissionPolicy;
  const { metadata, spec } = readOne("admission/binding.yaml") as KubeObject & { readonly spec: unknown };
  assert.deepEqual(spec, { policyName: policy.metadata.name, validationActions: ["Deny"] });
  assert.equal(metadata.name, "countersign", "the name that the product looks for");
  assert.equal(policy.spec.failurePolicy, "Fail");
  const { name, namespace } = readOne("base/service-account.yaml").metadata;
  // The guide tells operators to patch them by their places.
  assert.deepEqual(
    policy.spec.variables.slice(0, 3).map((variable) => [variable.name, variable.expression]),
    [
      ["tekton", "'system:serviceaccount:tekton-pipelines:tekton-pipelines-controller'"],
      ["countersign", `'system:serviceaccount:${namespace}:${name}'`],
      ["letsOtherKindsBe", "false"],
    ],
  );
});
