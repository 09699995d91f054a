import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildApprovalSpec, listDifferingFields } from "./approval-spec.ts";
import type { ApprovalSpec } from "./approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { readParameters } from "../dialects/automatiko/read-parameters.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";

function specOf(run: CustomRun): ApprovalSpec {
  const parameters = readParameters(run);
  assert.ok(parameters.ok);
  return buildApprovalSpec(run, parameters.value);
}

describe("the request of an approval", () => {
  test("holds what is asked, of whom, and by which run", () => {
    assert.deepEqual(specOf(makeReferringRun({ approvers: ["ann"], description: "Release 2.0" })), {
      pipeline: "release",
      title: "Release 2.0",
      description: "Release 2.0",
      approvers: ["ann"],
      strategy: "SINGLE",
      onReject: "continue",
      run: { name: "release-1-approve", uid: "5c0a9f64-6c1e-4d0e-8d55-0d3f0f7f2a11" },
      task: "approve",
      pipelineRun: { name: "release-1", uid: "0e9d1b7e-2f5c-4f0e-a1b7-7f7f4a8e4c22" },
    });
  });

  test("keeps the approvers that groups replace, so that pages can say so", () => {
    const { approvers, groups } = specOf(makeReferringRun({ approvers: ["ann"], groups: ["ops"] }));
    assert.deepEqual({ approvers, groups }, { approvers: ["ann"], groups: ["ops"] });
  });

  const run = makeReferringRun({ approvers: ["ann"] });
  const [owner] = run.metadata.ownerReferences ?? [];
  assert.ok(owner);
  const STRANGERS = {
    "no owner": [],
    "an owner that is no controller": [{ ...owner, controller: false }],
    "an owner of another group": [{ ...owner, apiVersion: "tekton.dev.example/v1" }],
    "an owner of another kind": [{ ...owner, kind: "TaskRun" }],
  };
  for (const [sentence, ownerReferences] of Object.entries(STRANGERS)) {
    test(`takes neither PipelineRun nor task from labels alone: ${sentence}`, () => {
      const { pipelineRun, task } = specOf({ ...run, metadata: { ...run.metadata, ownerReferences } });
      assert.deepEqual([pipelineRun, task], [undefined, undefined]);
    });
  }
});

test("a field that is null differs from one that is not there", () => {
  const spec = { title: "a" } as ApprovalSpec;
  const withNull = { title: "a", message: null } as unknown as ApprovalSpec;
  assert.deepEqual(listDifferingFields(spec, spec), []);
  assert.deepEqual(listDifferingFields(spec, withNull), ["message"]);
});
