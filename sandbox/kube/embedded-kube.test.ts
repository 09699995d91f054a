import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { parse } from "yaml";
import type { RequestRecord } from "./faults.ts";
import { startKube, widget, WIDGETS, widgetDefinition } from "../../test/kit/start-kube.ts";

const crds = [widgetDefinition()];

test("an object is created, read, listed, changed and deleted", async (t) => {
  const { call } = await startKube(t, { crds, clock: { now: () => Date.parse("2026-11-24T10:00:00.789Z") } });
  const created = await call("POST", WIDGETS, widget("a"));
  assert.equal(created.code, 201);
  assert.match(created.body.metadata.uid, /^[0-9a-f-]{36}$/u);
  assert.equal(created.body.metadata.creationTimestamp, "2026-11-24T10:00:00Z");
  assert.equal(created.body.metadata.generation, 1);
  assert.equal(created.body.metadata.namespace, "default");

  assert.deepEqual((await call("GET", `${WIDGETS}/a`)).body, created.body);
  const list = await call("GET", WIDGETS);
  assert.equal(list.body.kind, "WidgetList");
  assert.deepEqual(list.body.items, [created.body]);

  const changed = await call("PUT", `${WIDGETS}/a`, { ...created.body, spec: { size: 2 } });
  assert.equal(changed.code, 200);
  assert.equal(changed.body.metadata.generation, 2);
  assert.ok(Number(changed.body.metadata.resourceVersion) > Number(created.body.metadata.resourceVersion));

  const deleted = await call("DELETE", `${WIDGETS}/a`);
  assert.equal(deleted.body.status, "Success");
  assert.equal((await call("GET", `${WIDGETS}/a`)).body.reason, "NotFound");
});

test("a write with an old resourceVersion is a conflict", async (t) => {
  const { call } = await startKube(t, { crds });
  const { body: first } = await call("POST", WIDGETS, widget("a"));
  await call("PUT", `${WIDGETS}/a`, { ...first, spec: { size: 2 } });
  const late = await call("PUT", `${WIDGETS}/a`, { ...first, spec: { size: 3 } });
  assert.equal(late.code, 409);
  assert.equal(late.body.reason, "Conflict");
});

test("status and spec are written apart", async (t) => {
  const { call } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, { ...widget("a"), status: { phase: "early" } });
  assert.equal(created.status, undefined);
  const status = await call("PUT", `${WIDGETS}/a/status`, {
    ...created,
    spec: { size: 9 },
    status: { phase: "on" },
  });
  assert.deepEqual(status.body.spec, { size: 1 });
  assert.deepEqual(status.body.status, { phase: "on" });
  assert.equal(status.body.metadata.generation, 1);
  const spec = await call("PUT", `${WIDGETS}/a`, {
    ...status.body,
    spec: { size: 2 },
    status: { phase: "off" },
  });
  assert.deepEqual(spec.body.status, { phase: "on" });
  assert.deepEqual(spec.body.spec, { size: 2 });
});

test("a write that changes nothing keeps the resourceVersion", async (t) => {
  const { call } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, widget("a"));
  const same = await call(
    "PATCH",
    `${WIDGETS}/a`,
    { spec: { size: 1 } },
    { type: "application/merge-patch+json" },
  );
  assert.equal(same.body.metadata.resourceVersion, created.metadata.resourceVersion);
});

const SMALL = { type: "object", properties: { size: { type: "integer" } } };

test("an object is planted past the definition, is watched, and can be written as long as what is wrong stays", async (t) => {
  const { call, kube, watch } = await startKube(t, { crds: [widgetDefinition(SMALL)] });
  assert.equal((await call("POST", WIDGETS, widget("a", { size: "XL" }))).code, 422);
  const { body: list } = await call("GET", WIDGETS);
  const events = await watch(`${WIDGETS}?watch=true&resourceVersion=${list.metadata.resourceVersion}`);
  const { metadata, ...rest } = widget("a", { size: "XL", unknown: 1 });
  kube.plant({ ...rest, metadata: { ...(metadata as object), namespace: "default" } });
  const { type, object } = await events.next();
  assert.deepEqual([type, object.spec], ["ADDED", { size: "XL" }]);
  assert.match(object.metadata.uid, /^[0-9a-f-]{36}$/u);
  const status = await call("PUT", `${WIDGETS}/a/status`, { ...object, status: { phase: "on" } });
  assert.equal(status.code, 200);
  events.close();
  assert.throws(() => kube.plant({ ...rest, kind: "Gadget" }), /nothing of kind Gadget/u);
});

test("a watch resumes after a resourceVersion and follows what happens", async (t) => {
  const { call, watch } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, widget("a"));
  await call("PATCH", `${WIDGETS}/a`, { spec: { size: 2 } }, { type: "application/merge-patch+json" });
  const { metadata } = created;
  const events = await watch(`${WIDGETS}?watch=true&resourceVersion=${metadata.resourceVersion}`);
  assert.equal((await events.next()).type, "MODIFIED");
  await call("POST", WIDGETS, widget("b"));
  assert.equal((await events.next()).object.metadata.name, "b");
  await call("DELETE", `${WIDGETS}/a`);
  assert.equal((await events.next()).type, "DELETED");
});

test("a watch from before a compaction is told to list again", async (t) => {
  const { kube, call, watch } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, widget("a"));
  await call("POST", WIDGETS, widget("b"));
  kube.compactHistory();
  const events = await watch(`${WIDGETS}?watch=true&resourceVersion=${created.metadata.resourceVersion}`);
  const event = await events.next();
  assert.equal(event.type, "ERROR");
  assert.equal(event.object.code, 410);
  assert.equal(event.object.reason, "Expired");
  assert.equal(await events.next(), undefined);
});

test("without the token everything but health and version is refused", async (t) => {
  const { call } = await startKube(t);
  const refused = await call("GET", "/api/v1/namespaces", undefined, { token: "guessed" });
  assert.equal(refused.code, 401);
  assert.equal(refused.body.reason, "Unauthorized");
  assert.equal((await call("GET", "/readyz", undefined, { token: "guessed" })).code, 200);
  assert.match(
    (await call("GET", "/version", undefined, { token: "" })).body.gitVersion,
    /^v1\.36\.3\+embedded$/u,
  );
});

test("each request is recorded with its verb, object and outcome", async (t) => {
  const records: RequestRecord[] = [];
  const { call } = await startKube(t, { crds, onRequest: (record) => void records.push(record) });
  await call("POST", WIDGETS, widget("", {}, { generateName: "w-" }));
  await call("PUT", `${WIDGETS}/missing/status`, widget("missing"));
  assert.deepEqual(
    records.map(({ verb, resource, subresource, code, changed }) => ({
      verb,
      resource,
      subresource,
      code,
      changed,
    })),
    [
      { verb: "create", resource: "widgets", subresource: undefined, code: 201, changed: true },
      { verb: "update", resource: "widgets", subresource: "status", code: 404, changed: false },
    ],
  );
  assert.match(String(records[0]?.name), /^w-[a-z0-9]{5}$/u);
});

test("faults refuse, and drop the connection before or after the write", async (t) => {
  const { kube, call } = await startKube(t, { crds });
  kube.setFaults(() => ({ refuse: { code: 429, reason: "TooManyRequests", retryAfterSeconds: 1 } }));
  const refused = await call("GET", WIDGETS);
  assert.equal(refused.code, 429);
  assert.equal(refused.headers["retry-after"], "1");
  kube.setFaults(() => ({ drop: "before" }));
  await assert.rejects(call("POST", WIDGETS, widget("before")));
  kube.setFaults(() => ({ drop: "after" }));
  await assert.rejects(call("POST", WIDGETS, widget("after")));
  kube.setFaults(undefined);
  const { body } = await call("GET", WIDGETS);
  assert.deepEqual(
    body.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ["after"],
  );
});

test("the kubeconfig names the server, its certificate and the token", async (t) => {
  const { kube, url } = await startKube(t, { token: "secret" });
  const config = parse(kube.kubeconfig());
  assert.equal(config.clusters[0].cluster.server, url);
  assert.equal(config["current-context"], "countersign-embedded");
  assert.equal(config.users[0].user.token, "secret");
});

test("it stops while somebody is still connecting", { timeout: 5_000 }, async (t) => {
  const { kube, url } = await startKube(t);
  const { hostname, port } = new URL(url);
  const halfOpen = connect({ host: hostname, port: Number(port) });
  await once(halfOpen, "connect");
  const ended = once(halfOpen, "close");
  // An answer shows that the server has the connection that came before.
  await fetch(url).catch(() => undefined);
  await kube.stop();
  await ended;
});
