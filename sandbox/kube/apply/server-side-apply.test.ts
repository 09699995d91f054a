import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { startKube, type TestAnswer, WIDGETS, widgetDefinition } from "../../../test/kit/start-kube.ts";
import type { JsonObject } from "../json-value.ts";

const ITEM = { type: "object", properties: { name: { type: "string" }, size: { type: "integer" } } };
const SPEC = {
  type: "object",
  properties: {
    size: { type: "integer" },
    colour: { type: "string", default: "red" },
    parts: {
      type: "array",
      items: ITEM,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
    },
    tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
    whole: { type: "array", items: { type: "string" } },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
};

interface Appliers {
  readonly apply: (manager: string, spec: JsonObject, query?: string) => Promise<TestAnswer>;
  readonly update: (manager: string, patch: JsonObject) => Promise<TestAnswer>;
  readonly managers: () => Promise<Record<string, JsonObject>>;
  readonly call: Awaited<ReturnType<typeof startKube>>["call"];
}

async function startAppliers(t: TestContext): Promise<Appliers> {
  const { call } = await startKube(t, { crds: [widgetDefinition(SPEC)] });
  return {
    call,
    apply: (manager, spec, query = "") =>
      call(
        "PATCH",
        `${WIDGETS}/a?fieldManager=${manager}${query}`,
        { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" }, spec },
        { type: "application/apply-patch+yaml" },
      ),
    update: (manager, patch) =>
      call("PATCH", `${WIDGETS}/a?fieldManager=${manager}`, patch, { type: "application/merge-patch+json" }),
    managers: async () => {
      const { body } = await call("GET", `${WIDGETS}/a`);
      const entries = body.metadata.managedFields as { manager: string; fieldsV1: JsonObject }[];
      return Object.fromEntries(entries.map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
    },
  };
}

test("applying creates, and the manager owns what it applied, not the defaults", async (t) => {
  const { apply, managers } = await startAppliers(t);
  const created = await apply("ann", {
    size: 1,
    parts: [{ name: "p", size: 2 }],
    tags: ["x"],
    labels: { k: "v" },
  });
  assert.equal(created.code, 201);
  assert.equal(created.body.spec.colour, "red");
  assert.deepEqual(await managers(), {
    ann: {
      "f:spec": {
        "f:size": {},
        "f:parts": { 'k:{"name":"p"}': { ".": {}, "f:name": {}, "f:size": {} } },
        "f:tags": { 'v:"x"': {} },
        "f:labels": { "f:k": {} },
      },
    },
  });
});

test("applying the same again writes nothing", async (t) => {
  const { apply } = await startAppliers(t);
  const { body: first } = await apply("ann", { size: 1 });
  const { body: second } = await apply("ann", { size: 1 });
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
});

test("a field that another manager owns is a conflict that names manager and field, unless forced", async (t) => {
  const { apply, managers } = await startAppliers(t);
  await apply("ann", { size: 1 });
  const refused = await apply("bob", { size: 2 });
  assert.equal(refused.code, 409);
  assert.equal(refused.body.reason, "Conflict");
  assert.equal(refused.body.message, 'Apply failed with 1 conflict: conflict with "ann": .spec.size');
  assert.deepEqual(refused.body.details.causes, [
    { reason: "FieldManagerConflict", message: 'conflict with "ann"', field: ".spec.size" },
  ]);
  const forced = await apply("bob", { size: 2 }, "&force=true");
  assert.equal(forced.body.spec.size, 2);
  assert.deepEqual(await managers(), { bob: { "f:spec": { "f:size": {} } } });
});

test("the same value applied by two is shared, and stays until both let go", async (t) => {
  const { apply, managers } = await startAppliers(t);
  await apply("ann", { size: 1, tags: ["x"] });
  assert.equal((await apply("bob", { size: 1 })).code, 200);
  assert.deepEqual(Object.keys(await managers()).sort(), ["ann", "bob"]);
  const one = await apply("ann", { tags: ["x"] });
  assert.equal(one.body.spec.size, 1);
  const none = await apply("bob", {});
  assert.equal(none.body.spec.size, undefined);
});

test("what a manager no longer mentions is taken out, item by item", async (t) => {
  const { apply } = await startAppliers(t);
  await apply("ann", {
    parts: [{ name: "p", size: 1 }, { name: "q" }],
    tags: ["x", "y"],
    labels: { a: "1", b: "2" },
  });
  await apply("bob", { parts: [{ name: "r" }], tags: ["z"], labels: { c: "3" } });
  const { body } = await apply("ann", { parts: [{ name: "q" }], tags: ["y"], labels: { b: "2" } });
  assert.deepEqual(body.spec.parts, [{ name: "q" }, { name: "r" }]);
  assert.deepEqual(body.spec.tags, ["y", "z"]);
  assert.deepEqual(body.spec.labels, { b: "2", c: "3" });
});

test("an update takes ownership from an applier, who then conflicts", async (t) => {
  const { apply, update, managers } = await startAppliers(t);
  await apply("ann", { size: 1, colour: "blue" });
  await update("eve", { spec: { size: 5 } });
  assert.deepEqual(await managers(), {
    ann: { "f:spec": { "f:colour": {} } },
    eve: { "f:spec": { "f:size": {} } },
  });
  const refused = await apply("ann", { size: 1, colour: "blue" });
  assert.match(
    refused.body.message,
    /^Apply failed with 1 conflict: conflict with "eve" using example\.com\/v1: \.spec\.size$/u,
  );
});

test("an atomic list is owned as a whole", async (t) => {
  const { apply } = await startAppliers(t);
  await apply("ann", { whole: ["a"] });
  const refused = await apply("bob", { whole: ["a", "b"] });
  assert.match(refused.body.message, /\.spec\.whole$/u);
});

test("a created object is owned by its creator, the defaults too", async (t) => {
  const { call, managers } = await startAppliers(t);
  const object = {
    apiVersion: "example.com/v1",
    kind: "Widget",
    metadata: { name: "a", labels: { l: "1" } },
    spec: { size: 1 },
  };
  const { body } = await call("POST", `${WIDGETS}?fieldManager=maker`, object);
  assert.equal(body.metadata.managedFields[0].operation, "Update");
  assert.deepEqual(await managers(), {
    maker: {
      "f:metadata": { "f:labels": { ".": {}, "f:l": {} } },
      "f:spec": { ".": {}, "f:colour": {}, "f:size": {} },
    },
  });
});

test("the status is applied apart, under its own entry", async (t) => {
  const { call, apply } = await startAppliers(t);
  await apply("ann", { size: 1 });
  const { body } = await call(
    "PATCH",
    `${WIDGETS}/a/status?fieldManager=ann`,
    { apiVersion: "example.com/v1", kind: "Widget", status: { on: true }, spec: { size: 9 } },
    { type: "application/apply-patch+yaml" },
  );
  assert.equal(body.spec.size, 1);
  assert.deepEqual(body.status, { on: true });
  assert.deepEqual(
    body.metadata.managedFields.map((entry: JsonObject) => [entry["subresource"], entry["fieldsV1"]]),
    [
      [undefined, { "f:spec": { "f:size": {} } }],
      ["status", { "f:status": { "f:on": {} } }],
    ],
  );
});

test("an applier has to give its name, and only an applier may force", async (t) => {
  const { call, apply } = await startAppliers(t);
  const nameless = await apply("", { size: 1 });
  assert.equal(nameless.code, 422);
  assert.match(nameless.body.message, /fieldManager: Required value/u);
  await apply("ann", { size: 1 });
  const forced = await call("PATCH", `${WIDGETS}/a?force=true`, {}, { type: "application/merge-patch+json" });
  assert.equal(forced.code, 422);
});

test("a single empty entry makes the server forget the managers", async (t) => {
  const { apply, update } = await startAppliers(t);
  await apply("ann", { size: 1 });
  const { body } = await update("eve", { metadata: { managedFields: [{}] } });
  assert.equal(body.metadata.managedFields, undefined);
});
