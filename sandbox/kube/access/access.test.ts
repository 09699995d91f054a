import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { JsonObject } from "../json-value.ts";
import { startKube, type TestKube } from "../../../test/kit/start-kube.ts";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const TEAM = `${RBAC}/namespaces/default`;
const MAPS = "/api/v1/namespaces/default/configmaps";
const users = [{ token: "ann-token", username: "ann", groups: ["system:authenticated", "readers"] }];

function rbac(kind: string, name: string, rest: JsonObject): JsonObject {
  return { apiVersion: "rbac.authorization.k8s.io/v1", kind, metadata: { name }, ...rest };
}

/** The group `readers` may get and list the config map `open` in `default`, nothing else. */
async function startWithReaders(t: TestContext): Promise<TestKube> {
  const kube = await startKube(t, { users });
  const rules = [
    { verbs: ["get", "list"], apiGroups: [""], resources: ["configmaps"], resourceNames: ["open"] },
  ];
  await kube.call("POST", `${TEAM}/roles`, rbac("Role", "read", { rules }));
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "read" };
  const subjects = [{ kind: "Group", name: "readers" }];
  await kube.call("POST", `${TEAM}/rolebindings`, rbac("RoleBinding", "readers", { roleRef, subjects }));
  for (const name of ["open", "closed"]) {
    await kube.call("POST", MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
  }
  return kube;
}

test("a person may do what a role permits, and is told what is forbidden", async (t) => {
  const { call } = await startWithReaders(t);
  const ann = { token: "ann-token" };
  assert.equal((await call("GET", `${MAPS}/open`, undefined, ann)).code, 200);
  const refused = await call("GET", `${MAPS}/closed`, undefined, ann);
  assert.equal(refused.code, 403);
  assert.equal(
    refused.body.message,
    'configmaps "closed" is forbidden: User "ann" cannot get resource "configmaps" in API group "" in the namespace "default"',
  );
  assert.equal((await call("DELETE", `${MAPS}/open`, undefined, ann)).code, 403);
  assert.equal((await call("GET", "/apis", undefined, ann)).code, 200, "everybody may discover");
});

test("a cluster role bound in a namespace permits there alone; bound to the cluster, everywhere", async (t) => {
  const { call } = await startKube(t, { users });
  const rules = [
    { verbs: ["*"], apiGroups: ["*"], resources: ["configmaps", "secrets/status"] },
    { verbs: ["get"], nonResourceURLs: ["/metrics/*"] },
  ];
  await call("POST", `${RBAC}/clusterroles`, rbac("ClusterRole", "maps:all", { rules }));
  const roleRef = { kind: "ClusterRole", name: "maps:all" };
  const subjects = [{ kind: "User", name: "ann" }];
  const ann = { token: "ann-token" };
  const codes = async (): Promise<number[]> => {
    const paths = [MAPS, "/api/v1/namespaces/kube-system/configmaps", "/api/v1/configmaps"];
    return Promise.all(paths.map(async (path) => (await call("GET", path, undefined, ann)).code));
  };
  await call("POST", `${TEAM}/rolebindings`, rbac("RoleBinding", "b", { roleRef, subjects }));
  assert.deepEqual(await codes(), [200, 403, 403]);
  await call("POST", `${RBAC}/clusterrolebindings`, rbac("ClusterRoleBinding", "b", { roleRef, subjects }));
  assert.deepEqual(await codes(), [200, 200, 200]);
});

const AUTHENTICATION = "/apis/authentication.k8s.io/v1";
const AUTHORIZATION = "/apis/authorization.k8s.io/v1";

test("a token review says whose token it is", async (t) => {
  const { call } = await startKube(t, { users });
  const review = async (token: string): Promise<JsonObject> => {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } };
    return (await call("POST", `${AUTHENTICATION}/tokenreviews`, body)).body.status;
  };
  assert.deepEqual(await review("ann-token"), {
    authenticated: true,
    user: { username: "ann", groups: ["system:authenticated", "readers"] },
    audiences: ["https://kubernetes.default.svc.cluster.local"],
  });
  assert.deepEqual(await review("guessed"), { user: {}, error: "invalid bearer token" });
});

test("a token is for the audiences that it was made for, and for the server when there were none", async (t) => {
  const { call } = await startKube(t, { users });
  const accounts = "/api/v1/namespaces/default/serviceaccounts";
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot" } };
  await call("POST", accounts, account);
  const issue = async (audiences?: readonly string[]): Promise<string> =>
    (await call("POST", `${accounts}/robot/token`, { spec: { audiences } })).body.status.token as string;
  const review = async (token: string, audiences?: readonly string[]): Promise<unknown> => {
    const body = { spec: { token, audiences } };
    return (await call("POST", `${AUTHENTICATION}/tokenreviews`, body)).body.status.audiences;
  };
  const [own, mine] = [await issue(), await issue(["mine", "ours"])];
  assert.deepEqual(await review(own), ["https://kubernetes.default.svc.cluster.local"]);
  assert.equal(await review(own, ["mine"]), undefined);
  assert.deepEqual(await review(mine, ["mine", "other"]), ["mine"]);
  assert.equal(await review(mine, ["other"]), undefined);
  assert.equal(await review(mine), undefined);
  assert.equal(await review("ann-token", ["mine"]), undefined, "a fixed token is for the server");
  assert.equal((await call("GET", "/apis", undefined, { token: mine })).code, 401);
});

test("a token of a service account is the account's, until it expires or the account goes", async (t) => {
  let now = Date.parse("2026-11-24T10:00:00Z");
  const { call } = await startKube(t, { clock: { now: () => now } });
  const accounts = "/api/v1/namespaces/default/serviceaccounts";
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot" } };
  await call("POST", accounts, account);
  const order = { spec: { expirationSeconds: 600 } };
  const { token } = (await call("POST", `${accounts}/robot/token`, order)).body.status;
  const whoAmI = async (): Promise<TestAnswerLike> =>
    call("POST", `${AUTHENTICATION}/selfsubjectreviews`, {}, { token });
  const { body } = await whoAmI();
  assert.equal(body.status.userInfo.username, "system:serviceaccount:default:robot");
  assert.ok(body.status.userInfo.groups.includes("system:serviceaccounts:default"));
  await call("DELETE", `${accounts}/robot`);
  await call("POST", accounts, account);
  assert.equal((await whoAmI()).code, 401, "a new account of that name has no part in it");
  const { token: second } = (await call("POST", `${accounts}/robot/token`, order)).body.status;
  now += 600_000;
  assert.equal((await call("GET", "/apis", undefined, { token: second })).code, 401);
});

type TestAnswerLike = Awaited<ReturnType<TestKube["call"]>>;

test("access reviews answer for others, in a namespace, and for oneself", async (t) => {
  const { call } = await startWithReaders(t);
  const resourceAttributes = { verb: "get", resource: "configmaps", name: "open", namespace: "default" };
  const ask = async (path: string, spec: JsonObject, token?: string): Promise<boolean> => {
    const options = token === undefined ? {} : { token };
    return (await call("POST", path, { spec }, options)).body.status.allowed;
  };
  const readers = { user: "eve", groups: ["readers"], resourceAttributes };
  assert.equal(await ask(`${AUTHORIZATION}/subjectaccessreviews`, readers), true);
  assert.equal(
    await ask(`${AUTHORIZATION}/subjectaccessreviews`, { user: "eve", resourceAttributes }),
    false,
  );
  const local = { ...readers, resourceAttributes: { ...resourceAttributes, namespace: "" } };
  assert.equal(await ask(`${AUTHORIZATION}/namespaces/default/localsubjectaccessreviews`, local), true);
  const self = `${AUTHORIZATION}/selfsubjectaccessreviews`;
  assert.equal(await ask(self, { resourceAttributes }, "ann-token"), true);
  assert.equal(
    await ask(self, { resourceAttributes: { ...resourceAttributes, verb: "delete" } }, "ann-token"),
    false,
  );
  assert.equal(await ask(self, { nonResourceAttributes: { verb: "get", path: "/apis" } }, "ann-token"), true);
  const neither = await call("POST", self, { spec: {} });
  assert.equal(neither.code, 422);
});
