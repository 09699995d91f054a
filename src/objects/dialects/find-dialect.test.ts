import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { findUnknownNaming, isApprovalRun, readApprovalParameters } from "./find-dialect.ts";

const apiVersion = "tekton.automatiko.io/v1beta1";
const kind = "ApprovalTask";
const other = { apiVersion: "wait.example/v1", kind: "Wait" };

const CASES: Readonly<Record<string, readonly [spec: unknown, isOurs: boolean]>> = {
  "a reference to our kind": [{ customRef: { apiVersion, kind } }, true],
  "a reference to our kind by any name": [{ customRef: { apiVersion, kind, name: "does-not-exist" } }, true],
  "an embedded spec of our kind": [{ customSpec: { apiVersion, kind, spec: {} } }, true],
  "another kind of our group": [{ customRef: { apiVersion, kind: "Policy" } }, false],
  "our kind in small letters": [{ customRef: { apiVersion, kind: "approvaltask" } }, true],
  "our kind and group in capitals": [
    { customRef: { apiVersion: apiVersion.toUpperCase(), kind: "APPROVALTASK" } },
    true,
  ],
  "our kind with a Kelvin sign, which is no k to the API server": [
    { customRef: { apiVersion, kind: "ApprovalTas\u212A" } },
    false,
  ],
  "our kind in the plural": [{ customRef: { apiVersion, kind: "ApprovalTasks" } }, false],
  "our kind of a version that was served once": [
    { customRef: { apiVersion: "tekton.automatiko.io/v1alpha1", kind } },
    true,
  ],
  "our group without a kind": [{ customRef: { apiVersion } }, true],
  "our group with the kind that Tekton writes where there is none": [
    { customRef: { apiVersion, kind: "Task" } },
    true,
  ],
  "a Task of another group": [{ customRef: { apiVersion: "tekton.dev/v1", kind: "Task" } }, false],
  "a group that begins like ours": [
    { customRef: { apiVersion: "tekton.automatiko.io.x/v1beta1", kind } },
    false,
  ],
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

const ADVICE =
  "for an approval, write apiVersion: tekton.automatiko.io/v1beta1 and kind: ApprovalTask in the task's taskRef or taskSpec.";

/** Refused at once, with the advice; and what is wrong with the parameters beside it. */
const REFUSED: Readonly<Record<string, readonly [named: object, start: string]>> = {
  "a version that was served once": [
    { apiVersion: "tekton.automatiko.io/v1alpha1", kind },
    'Countersign does not serve kind "ApprovalTask" of "tekton.automatiko.io/v1alpha1": ',
  ],
  "no kind": [{ apiVersion }, `Countersign does not serve a task without a kind of "${apiVersion}": `],
  "an empty kind": [
    { apiVersion, kind: "" },
    `Countersign does not serve a task without a kind of "${apiVersion}": `,
  ],
  "the kind that Tekton writes where there is none": [
    { apiVersion, kind: "Task" },
    `Countersign does not serve kind "Task", which Tekton writes where a taskRef has none, of "${apiVersion}": `,
  ],
};

for (const [sentence, [named, start]] of Object.entries(REFUSED)) {
  test(`refused, with what to write: ${sentence}`, () => {
    const good = makeReferringRun({ approvers: ["ann"] }, { customRef: named });
    const refusal = readApprovalParameters(good);
    assert.deepEqual(refusal, {
      ok: false,
      error: [{ parameter: "taskRef", message: `${start}${ADVICE}` }],
    });
    const bad = readApprovalParameters(makeReferringRun({ aprovers: ["ann"] }, { customRef: named }));
    assert.match(bad.ok ? "" : (bad.error[1]?.message ?? ""), /did you mean approvers/u);
    assert.equal(findUnknownNaming(good), undefined);
    const followed = makeReferringRun({ approvers: ["ann"] }, { customRef: { apiVersion, kind } });
    assert.ok(readApprovalParameters(followed).ok, "the advice works");
  });
}

test("what is not known of our group is told with what to write, and nothing else is", () => {
  const unknown = (named: object): string | undefined => findUnknownNaming({ spec: { customRef: named } });
  assert.equal(
    unknown({ apiVersion, kind: "ApprovalTasks" }),
    `Countersign does not serve kind "ApprovalTasks" of "${apiVersion}": ${ADVICE}`,
  );
  assert.match(unknown({ apiVersion: "tekton.automatiko.io/v1", kind }) ?? "", /automatiko\.io\/v1": /u);
  assert.equal(unknown({ apiVersion, kind }), undefined);
  assert.equal(unknown({ apiVersion: "tekton.automatiko.io/v1alpha1", kind }), undefined);
  assert.equal(unknown(other), undefined);
});

test("never throws, whatever the spec looks like", () => {
  const part = fc.jsonValue();
  fc.assert(
    fc.property(fc.oneof(part, fc.record({ customRef: part, customSpec: part })), (spec) => {
      assert.equal(isApprovalRun({ spec } as Pick<CustomRun, "spec">), false);
    }),
  );
});
