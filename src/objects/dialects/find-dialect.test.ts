import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { CustomRun } from "../run/custom-run.ts";
import { isApprovalRun } from "./find-dialect.ts";

const apiVersion = "tekton.automatiko.io/v1beta1";
const kind = "ApprovalTask";
const other = { apiVersion: "wait.example/v1", kind: "Wait" };

const CASES: Readonly<Record<string, readonly [spec: unknown, isOurs: boolean]>> = {
  "a reference to our kind": [{ customRef: { apiVersion, kind } }, true],
  "a reference to our kind by any name": [{ customRef: { apiVersion, kind, name: "does-not-exist" } }, true],
  "an embedded spec of our kind": [{ customSpec: { apiVersion, kind, spec: {} } }, true],
  "another kind of our group": [{ customRef: { apiVersion, kind: "Policy" } }, false],
  "our kind in another case": [{ customRef: { apiVersion, kind: "approvaltask" } }, false],
  "our kind of another version": [{ customRef: { apiVersion: "tekton.automatiko.io/v1", kind } }, false],
  "an embedded spec of others": [{ customSpec: { ...other, spec: {} } }, false],
  "a reference to others beside an embedded spec of ours": [
    { customRef: other, customSpec: { apiVersion, kind } },
    false,
  ],
  "an embedded spec of ours beside a reference of null": [
    { customRef: null, customSpec: { apiVersion, kind } },
    true,
  ],
  neither: [{}, false],
  "no spec": [undefined, false],
};

for (const [sentence, [spec, isOurs]] of Object.entries(CASES)) {
  test(`${isOurs ? "ours" : "not ours"}: ${sentence}`, () => {
    assert.equal(isApprovalRun({ spec } as Pick<CustomRun, "spec">), isOurs);
  });
}

test("never throws, whatever the spec looks like", () => {
  const part = fc.jsonValue();
  fc.assert(
    fc.property(fc.oneof(part, fc.record({ customRef: part, customSpec: part })), (spec) => {
      assert.equal(isApprovalRun({ spec } as Pick<CustomRun, "spec">), false);
    }),
  );
});
