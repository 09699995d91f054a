import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOf } from "./resource-path.ts";

const PODS = { group: "", version: "v1", plural: "pods", kind: "Pod", namespaced: true };
const NODES = { group: "", version: "v1", plural: "nodes", kind: "Node", namespaced: false };

test("an object has the path that Kubernetes gives it, also when its name has a colon in it", () => {
  assert.equal(pathOf(PODS, { namespace: "ci", name: "a.b-1" }), "/api/v1/namespaces/ci/pods/a.b-1");
  assert.equal(pathOf(PODS, { namespace: "ci" }), "/api/v1/namespaces/ci/pods");
  assert.equal(pathOf(NODES, { name: "system:a", subresource: "status" }), "/api/v1/nodes/system%3Aa/status");
});

const NO_SEGMENTS = [
  "",
  ".",
  "..",
  "a/status",
  "../nodes",
  "a%2Fstatus",
  "%",
  "a?watch=1",
  "a#b",
  "a\\b",
  "a\r\n",
  "\0",
  "\ud800",
];

for (const text of NO_SEGMENTS) {
  test(`${JSON.stringify(text)} is no part of a path, so that nothing is asked with it`, () => {
    assert.throws(() => pathOf(PODS, { namespace: "ci", name: text }), TypeError);
    assert.throws(() => pathOf(PODS, { namespace: text, name: "a" }), TypeError);
    assert.throws(() => pathOf(PODS, { namespace: text }), TypeError);
    assert.throws(() => pathOf({ ...PODS, plural: text }, {}), TypeError);
  });
}
