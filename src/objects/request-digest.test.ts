import assert from "node:assert/strict";
import { test } from "node:test";

import type { ApprovalSpec } from "./approval-task.ts";
import { canonicalJson, digestRequest } from "./request-digest.ts";

const spec: ApprovalSpec = {
  pipeline: "release",
  title: "Release 2.14.0",
  approvers: ["mary", "john"],
  strategy: "SINGLE",
  onReject: "continue",
  run: { name: "release-x7k2p-approve", uid: "u1" },
};

test("the same request has the same digest, in whatever order its keys came", () => {
  const reordered = Object.fromEntries(Object.entries(spec).toReversed()) as unknown as ApprovalSpec;
  assert.equal(digestRequest(reordered), digestRequest(spec));
  assert.match(digestRequest(spec), /^sha256:[0-9a-f]{64}$/u);
});

for (const [what, changed] of [
  ["an approver more", { ...spec, approvers: ["mary", "john", "eve"] }],
  ["the order of approvers", { ...spec, approvers: ["john", "mary"] }],
  ["the title", { ...spec, title: "Release 2.14.1" }],
  ["another run", { ...spec, run: { ...spec.run, uid: "u2" } }],
] as const) {
  test(`${what} changes the digest`, () => {
    assert.notEqual(digestRequest(changed), digestRequest(spec));
  });
}

test("canonical JSON sorts keys at every depth, keeps the order of lists and escapes text", () => {
  assert.equal(
    canonicalJson({ b: [{ d: 1, c: null }, "\n"], a: true, none: undefined }),
    String.raw`{"a":true,"b":[{"c":null,"d":1},"\n"]}`,
  );
});
