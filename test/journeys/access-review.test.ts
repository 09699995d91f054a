// Who votes with a token needs the verb `approve` as well, where that is switched on.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, Resource } from "../../src/kube/kube-api.ts";
import { makeAccount, requestToken } from "../kit/request-token.ts";
import { ask, startProduct, type TestProduct } from "../kit/start-product.ts";

const ROBOT = { namespace: "default", name: "robot" };
const NAME = "system:serviceaccount:default:robot";
const RBAC = { group: "rbac.authorization.k8s.io", version: "v1", namespaced: true } as const;
const ROLES: Resource = { ...RBAC, plural: "roles", kind: "Role" };
const ROLE_BINDINGS: Resource = { ...RBAC, plural: "rolebindings", kind: "RoleBinding" };
const REVIEWED = {
  modes: ["kubernetes"],
  kubernetes: { audiences: ["countersign"], accessReview: true },
} as const;
const metadata = { name: "approvers", namespace: "default" };

/** Lets the account vote on this one approval. */
async function allow({ api }: TestProduct, approval: string): Promise<void> {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const role = { apiVersion, kind: "Role", metadata, rules: [ruleFor(approval)] };
  await api.create<KubeObject>(ROLES, role);
  const roleRef = { apiGroup: RBAC.group, kind: "Role", name: metadata.name };
  const subjects = [{ kind: "ServiceAccount", ...ROBOT }];
  const binding = { apiVersion, kind: "RoleBinding", metadata, roleRef, subjects };
  await api.create<KubeObject>(ROLE_BINDINGS, binding);
}

function ruleFor(approval: string) {
  return {
    apiGroups: ["tekton.automatiko.io"],
    resources: ["approvaltasks"],
    resourceNames: [approval],
    verbs: ["approve"],
  };
}

async function voteWith({ url }: TestProduct, name: string, token: string): Promise<Response> {
  return await fetch(`${url}/api/v1/approvals/default/${name}/votes`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: '{"decision":"approve"}',
  });
}

test("an account that is asked votes only on what the cluster lets it approve, by name", async (t) => {
  const product = await startProduct(t, { auth: REVIEWED });
  await makeAccount(product.connection, ROBOT);
  for (const name of ["one", "other"]) await ask(product, name, { approvers: [NAME] });
  await ask(product, "others", { approvers: ["ann"] });
  const token = await requestToken(product.connection, ROBOT, ["countersign"]);
  const denied = await voteWith(product, "one", token);
  assert.equal(denied.status, 403);
  const { type, detail } = (await denied.json()) as { readonly type: string; readonly detail: string };
  assert.match(type, /#not-allowed$/u);
  assert.match(
    detail,
    /voting takes the verb `approve` on this ApprovalTask\. Ask whoever grants rights in default/u,
  );

  await allow(product, "one");
  const taken = await voteWith(product, "one", token);
  assert.equal(taken.status, 201, await taken.text());
  assert.equal((await voteWith(product, "other", token)).status, 403, "another one");
  const notAsked = await voteWith(product, "others", token);
  assert.match(await notAsked.text(), /#not-entitled/u, "the right alone is not to be asked");
});

test("while it cannot be found out what somebody may do, no vote is taken", async (t) => {
  const product = await startProduct(t, { auth: REVIEWED });
  await makeAccount(product.connection, ROBOT);
  await ask(product, "one", { approvers: [NAME] });
  await allow(product, "one");
  const token = await requestToken(product.connection, ROBOT, ["countersign"]);
  for (const code of [403, 503]) {
    product.kube.setFaults(({ resource }) =>
      resource === "subjectaccessreviews" ? { refuse: { code } } : undefined,
    );
    const answer = await voteWith(product, "one", token);
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /The vote was not recorded/u);
  }
  product.kube.setFaults(undefined);
  assert.equal((await voteWith(product, "one", token)).status, 201);
});
