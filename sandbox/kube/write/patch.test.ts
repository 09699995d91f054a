import assert from "node:assert/strict";
import { test } from "node:test";
import { startKube, widget, WIDGETS, widgetDefinition } from "../../../test/kit/start-kube.ts";
import { mergePatch } from "./merge-patch.ts";
import { strategicMergePatch } from "./strategic-merge-patch.ts";

const MERGE = { type: "application/merge-patch+json" };
const JSON_PATCH = { type: "application/json-patch+json" };
const STRATEGIC = { type: "application/strategic-merge-patch+json" };
const crds = [widgetDefinition()];

// The examples of RFC 7396, appendix A, whose target and patch are objects.
const MERGES: readonly [target: object, patch: object, result: object][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

for (const [target, patch, result] of MERGES) {
  test(`merging ${JSON.stringify(patch)} into ${JSON.stringify(target)}`, () => {
    assert.deepEqual(mergePatch({ ...target }, { ...patch }), result);
  });
}

test("a JSON patch tests before it changes; a failed test changes nothing", async (t) => {
  const { call } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, widget("a"));
  const replace = { op: "replace", path: "/spec/size", value: 2 };
  const refused = await call(
    "PATCH",
    `${WIDGETS}/a`,
    [{ op: "test", path: "/metadata/uid", value: "x" }, replace],
    JSON_PATCH,
  );
  assert.equal(refused.code, 422);
  assert.equal((await call("GET", `${WIDGETS}/a`)).body.spec.size, 1);
  const test = { op: "test", path: "/metadata/uid", value: created.metadata.uid };
  assert.equal((await call("PATCH", `${WIDGETS}/a`, [test, replace], JSON_PATCH)).body.spec.size, 2);
});

test("a JSON patch cannot add below what is not there", async (t) => {
  const { call } = await startKube(t, { crds });
  await call("POST", WIDGETS, widget("a"));
  const add = [{ op: "add", path: "/status/phase", value: "on" }];
  assert.equal((await call("PATCH", `${WIDGETS}/a/status`, add, JSON_PATCH)).code, 422);
});

test("a merge patch honours resourceVersion and, on the status, ignores the UID", async (t) => {
  const { call } = await startKube(t, { crds });
  const { body: created } = await call("POST", WIDGETS, widget("a"));
  const { resourceVersion } = created.metadata;
  const first = await call(
    "PATCH",
    `${WIDGETS}/a/status`,
    { metadata: { resourceVersion, uid: "x" }, status: { n: 1 } },
    MERGE,
  );
  assert.equal(first.code, 200);
  assert.equal(first.body.metadata.uid, created.metadata.uid);
  const late = await call(
    "PATCH",
    `${WIDGETS}/a/status`,
    { metadata: { resourceVersion }, status: { n: 2 } },
    MERGE,
  );
  assert.equal(late.code, 409);
});

test("a strategic merge patch merges lists by key and as sets, and obeys directives", () => {
  const named = { type: "object" } as const;
  const schema = {
    type: "object",
    properties: {
      people: {
        type: "array",
        items: named,
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
      },
      tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
      plain: { type: "array", items: { type: "string" } },
    },
  } as const;
  const target = {
    people: [{ name: "ann", age: 1 }, { name: "bob" }, { name: "eve" }],
    tags: ["a", "b"],
    plain: ["x"],
    map: { a: 1, b: 2 },
  };
  const patch = {
    people: [{ name: "ann", tall: true }, { $patch: "delete", name: "bob" }, { name: "dan" }],
    "$setElementOrder/people": [{ name: "dan" }, { name: "ann" }],
    tags: ["b", "c"],
    "$deleteFromPrimitiveList/tags": ["a"],
    plain: ["y"],
    map: { $patch: "replace", c: 3 },
  };
  assert.deepEqual(strategicMergePatch(target, patch, schema), {
    people: [{ name: "dan" }, { name: "ann", age: 1, tall: true }, { name: "eve" }],
    tags: ["b", "c"],
    plain: ["y"],
    map: { c: 3 },
  });
});

test("a strategic merge patch is for built-in types only", async (t) => {
  const { call } = await startKube(t, { crds });
  const configMaps = "/api/v1/namespaces/default/configmaps";
  await call("POST", configMaps, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "c" },
    data: { a: "1", b: "2" },
  });
  const patched = await call("PATCH", `${configMaps}/c`, { data: { a: null, c: "3" } }, STRATEGIC);
  assert.deepEqual(patched.body.data, { b: "2", c: "3" });
  await call("POST", WIDGETS, widget("a"));
  const refused = await call("PATCH", `${WIDGETS}/a`, { spec: { size: 2 } }, STRATEGIC);
  assert.equal(refused.code, 415);
});
