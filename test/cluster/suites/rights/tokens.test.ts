// Tokens of the API server itself: it says whose they are, and what they are for.
import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";

import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { CUSTOM_RUNS } from "../../../../src/objects/resources.ts";
import { handMadeRun } from "../../../conformance/pipelines.ts";
import { Product } from "../../../conformance/product.ts";
import { until } from "../../../kit/until.ts";
import { makeNamespace, openCluster } from "../../cluster-under-test.ts";

const DEPLOY = join(import.meta.dirname, "../../../../deploy");
const LIMIT_MS = 240_000;
const cluster = await openCluster();

async function kubectl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")} failed: ${stderr}`);
  return stdout.trim();
}

/** Whether the account that is deployed may ask that. */
async function mayCreate(group: string, resource: string): Promise<string> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: "system:serviceaccount:countersign:countersign",
      resourceAttributes: { group, resource, verb: "create" },
    },
  };
  const args = ["create", "--validate=false", "-f", "-", "-o", "jsonpath={.status.allowed}"];
  const { code, stdout, stderr } = await cluster.kubectl(args, JSON.stringify(review));
  assert.equal(code, 0, stderr);
  return stdout;
}

suite("Tokens", () => {
  const skip = cluster.control === undefined && "nothing is installed on a shared cluster";
  for (const [folder, group, resource] of [
    ["token-review", "authentication.k8s.io", "tokenreviews"],
    ["access-review", "authorization.k8s.io", "subjectaccessreviews"],
  ] as const) {
    test(`deploy/${folder} is the right to create ${resource}`, { skip, timeout: LIMIT_MS }, async (t) => {
      assert.equal(await mayCreate(group, resource), "false");
      await kubectl("apply", "-k", join(DEPLOY, folder));
      t.after(() => kubectl("delete", "-k", join(DEPLOY, folder), "--ignore-not-found"));
      await until("the right is there", async () => (await mayCreate(group, resource)) === "true");
    });
  }

  test(
    "where the cluster is asked, an account votes on what it has the verb approve for, and on nothing else",
    { timeout: LIMIT_MS },
    async (t) => {
      const namespace = await makeNamespace(cluster, t);
      await kubectl("create", "serviceaccount", "robot", "-n", namespace);
      const product = await Product.start({
        kubeconfig: cluster.kubeconfig,
        namespaces: [namespace],
        auth: "kubernetes",
        config: { auth: { kubernetes: { accessReview: true } } },
      });
      t.after(() => product.stop());
      const token = await kubectl("create", "token", "robot", "-n", namespace, "--audience=countersign");
      const authorization = `Bearer ${token}`;
      const account = `system:serviceaccount:${namespace}:robot`;
      const addressOf = (name: string): string => `${product.url}/api/v1/approvals/${namespace}/${name}`;
      for (const name of ["one", "other"]) {
        const run = handMadeRun(name, { approvers: [account] });
        await cluster.kube.create<CustomRun>(CUSTOM_RUNS, {
          ...run,
          metadata: { ...run.metadata, namespace },
        });
        await until("it asks", async () => (await fetch(addressOf(name), { headers: { authorization } })).ok);
      }
      const vote = async (name: string): Promise<number> => {
        const headers = { "content-type": "application/json", authorization };
        const init = { method: "POST", headers, body: '{"decision":"approve"}' };
        return (await fetch(`${addressOf(name)}/votes`, init)).status;
      };
      assert.equal(await vote("one"), 403, "before anything is granted");
      const resource = "--resource=approvaltasks.tekton.automatiko.io";
      await kubectl(
        "create",
        "role",
        "approver",
        "-n",
        namespace,
        "--verb=approve",
        resource,
        "--resource-name=one",
      );
      const subject = `--serviceaccount=${namespace}:robot`;
      await kubectl("create", "rolebinding", "approver", "-n", namespace, "--role=approver", subject);
      await until("the right is there", async () => (await vote("one")) === 201);
      assert.equal(await vote("other"), 403, "another one");
    },
  );

  test(
    "one for us votes in its account's name; one for something else is 401",
    { timeout: LIMIT_MS },
    async (t) => {
      const namespace = await makeNamespace(cluster, t);
      await kubectl("create", "serviceaccount", "robot", "-n", namespace);
      const issue = (...more: readonly string[]): Promise<string> =>
        kubectl("create", "token", "robot", "-n", namespace, ...more);
      const product = await Product.start({
        kubeconfig: cluster.kubeconfig,
        namespaces: [namespace],
        auth: "kubernetes",
      });
      t.after(() => product.stop());
      const name = `system:serviceaccount:${namespace}:robot`;
      const run = handMadeRun("asks", { approvers: [name] });
      await cluster.kube.create<CustomRun>(CUSTOM_RUNS, { ...run, metadata: { ...run.metadata, namespace } });
      const address = `${product.url}/api/v1/approvals/${namespace}/asks`;
      const token = await issue("--audience=countersign");
      const authorization = `Bearer ${token}`;
      await until("it asks", async () => (await fetch(address, { headers: { authorization } })).ok);

      const vote = async (token: string): Promise<Response> => {
        const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
        return await fetch(`${address}/votes`, { method: "POST", headers, body: '{"decision":"approve"}' });
      };
      assert.equal((await vote(await issue())).status, 401, "a token for the API server itself");
      assert.equal((await vote(await issue("--audience=somebody-else"))).status, 401);
      assert.equal((await vote(`${token.slice(0, -2)}xx`)).status, 401, "a signature that is not its own");
      const voted = await vote(token);
      assert.equal(voted.status, 201, await voted.clone().text());
      const { votes } = (await voted.json()) as {
        readonly votes: readonly Readonly<Record<string, string>>[];
      };
      const uid = await kubectl(
        "get",
        "serviceaccount",
        "robot",
        "-n",
        namespace,
        "-o",
        "jsonpath={.metadata.uid}",
      );
      assert.deepEqual(
        votes.map(({ by, issuer, subject }) => ({ by, issuer, subject })),
        [{ by: name, issuer: "kubernetes", subject: uid }],
      );
    },
  );
});
