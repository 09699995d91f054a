import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { startKube, type TestKube, widget, WIDGETS, widgetDefinition } from "../../../test/kit/start-kube.ts";

const crds = [widgetDefinition()];

interface Family extends TestKube {
  readonly owner: string;
  readonly next: () => Promise<{ type: string; name: string }>;
}

/** An owner with a dependent `child`, and the events from then on. */
async function makeFamily(t: TestContext, blockOwnerDeletion = false): Promise<Family> {
  const kube = await startKube(t, { crds });
  const { body: owner } = await kube.call("POST", WIDGETS, widget("owner"));
  const { uid } = owner.metadata;
  const ownerReferences = [
    { apiVersion: "example.com/v1", kind: "Widget", name: "owner", uid, blockOwnerDeletion },
  ];
  const { body: child } = await kube.call("POST", WIDGETS, widget("child", {}, { ownerReferences }));
  const events = await kube.watch(`${WIDGETS}?watch=1&resourceVersion=${child.metadata.resourceVersion}`);
  return {
    ...kube,
    owner: uid,
    next: async () => {
      const { type, object } = await events.next();
      return { type, name: object.metadata.name };
    },
  };
}

test("what has lost its owner is collected", async (t) => {
  const { call, next } = await makeFamily(t);
  await call("DELETE", `${WIDGETS}/owner`);
  assert.deepEqual(await next(), { type: "DELETED", name: "owner" });
  assert.deepEqual(await next(), { type: "DELETED", name: "child" });
});

test("an object created for an owner that is gone is collected, also when another has the owner's name", async (t) => {
  const { call, watch } = await startKube(t, { crds });
  await call("POST", WIDGETS, widget("owner"));
  const ownerReferences = [
    { apiVersion: "example.com/v1", kind: "Widget", name: "owner", uid: "of-a-predecessor" },
  ];
  const events = await watch(`${WIDGETS}?watch=1&fieldSelector=metadata.name%3Dchild`);
  await call("POST", WIDGETS, widget("child", {}, { ownerReferences }));
  assert.equal((await events.next()).type, "ADDED");
  assert.equal((await events.next()).type, "DELETED");
});

test("an object with another owner left stays, without the reference to the one that is gone", async (t) => {
  const { call, owner, next } = await makeFamily(t);
  const { body: second } = await call("POST", WIDGETS, widget("second"));
  await next();
  const reference = (name: string, uid: string): object => ({
    apiVersion: "example.com/v1",
    kind: "Widget",
    name,
    uid,
  });
  const ownerReferences = [reference("owner", owner), reference("second", second.metadata.uid)];
  await call(
    "PATCH",
    `${WIDGETS}/child`,
    { metadata: { ownerReferences } },
    { type: "application/merge-patch+json" },
  );
  await next();
  await call("DELETE", `${WIDGETS}/owner`);
  assert.deepEqual(await next(), { type: "DELETED", name: "owner" });
  assert.deepEqual(await next(), { type: "MODIFIED", name: "child" });
  const { body } = await call("GET", `${WIDGETS}/child`);
  assert.deepEqual(body.metadata.ownerReferences, [reference("second", second.metadata.uid)]);
});

test("orphan deletion keeps the dependents and takes the reference away", async (t) => {
  const { call, next } = await makeFamily(t);
  await call("DELETE", `${WIDGETS}/owner?propagationPolicy=Orphan`);
  assert.deepEqual(await next(), { type: "MODIFIED", name: "owner" });
  assert.deepEqual(await next(), { type: "MODIFIED", name: "child" });
  assert.deepEqual(await next(), { type: "DELETED", name: "owner" });
  const { body } = await call("GET", `${WIDGETS}/child`);
  assert.equal(body.metadata.ownerReferences, undefined);
});

test("foreground deletion takes the dependents first", async (t) => {
  const { call, next } = await makeFamily(t, true);
  const { body } = await call("DELETE", `${WIDGETS}/owner`, { propagationPolicy: "Foreground" });
  assert.deepEqual(body.metadata.finalizers, ["foregroundDeletion"]);
  assert.deepEqual(await next(), { type: "MODIFIED", name: "owner" });
  assert.deepEqual(await next(), { type: "DELETED", name: "child" });
  assert.deepEqual(await next(), { type: "DELETED", name: "owner" });
});

test("an object with a finalizer stays until the last one goes, and takes no new one", async (t) => {
  const { call } = await startKube(t, { crds });
  await call("POST", WIDGETS, widget("a", {}, { finalizers: ["example.com/hold"] }));
  const { body: held } = await call("DELETE", `${WIDGETS}/a`);
  assert.ok(held.metadata.deletionTimestamp);
  const merge = { type: "application/merge-patch+json" };
  const added = await call(
    "PATCH",
    `${WIDGETS}/a`,
    { metadata: { finalizers: ["example.com/hold", "x/y"] } },
    merge,
  );
  assert.equal(added.code, 422);
  const released = await call("PATCH", `${WIDGETS}/a`, { metadata: { finalizers: [] } }, merge);
  assert.equal(released.code, 200);
  assert.equal((await call("GET", `${WIDGETS}/a`)).code, 404);
});

test("a namespace gets its service account, and takes its content along", async (t) => {
  const { call, watch } = await startKube(t, { crds });
  await call("POST", "/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "team" },
  });
  const accounts = await watch("/api/v1/namespaces/team/serviceaccounts?watch=1");
  assert.equal((await accounts.next()).object.metadata.name, "default");
  const team = WIDGETS.replace("/default/", "/team/");
  assert.equal((await call("POST", team, widget("a"))).code, 201);
  const namespaces = await watch("/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Dteam");
  await namespaces.next();
  const { body: leaving } = await call("DELETE", "/api/v1/namespaces/team");
  assert.equal(leaving.status.phase, "Terminating");
  assert.equal((await namespaces.next()).type, "MODIFIED");
  assert.equal((await namespaces.next()).type, "DELETED");
  assert.deepEqual((await call("GET", team)).body.items, []);
  assert.equal((await call("POST", team, widget("b"))).body.message, 'namespaces "team" not found');
});

test("a definition takes its objects along, and its paths are gone", async (t) => {
  const { call, watch } = await startKube(t);
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  assert.equal((await call("GET", WIDGETS)).code, 404);
  const { body: created } = await call("POST", definitions, widgetDefinition());
  assert.ok(created.status.conditions.some((each: { type: string }) => each.type === "Established"));
  await call("POST", WIDGETS, widget("a"));
  const events = await watch(`${WIDGETS}?watch=1`);
  await events.next();
  await call("DELETE", `${definitions}/widgets.example.com`);
  assert.equal((await events.next()).type, "DELETED");
  assert.equal(await events.next(), undefined, "the watch ends with the type");
  assert.equal((await call("GET", WIDGETS)).code, 404);
});
