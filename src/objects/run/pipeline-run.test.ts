import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isFinished, listCustomRuns, referToCustomRun, sectionOf, type PipelineRun } from "./pipeline-run.ts";
import { makePipelineRun } from "../../../test/kit/make-pipeline-run.ts";

function withCondition(type: string, status: "True" | "False" | "Unknown"): PipelineRun {
  return makePipelineRun("release-1", { status: { conditions: [{ type, status }] } });
}

describe("a PipelineRun is finished", () => {
  const CASES: readonly [sentence: string, pipelineRun: PipelineRun, finished: boolean][] = [
    ["when it succeeded", withCondition("Succeeded", "True"), true],
    ["when it failed", withCondition("Succeeded", "False"), true],
    ["not while it runs", withCondition("Succeeded", "Unknown"), false],
    ["not by another condition", withCondition("Ready", "True"), false],
    ["not before Tekton has seen it", makePipelineRun("release-1", {}), false],
  ];
  for (const [sentence, pipelineRun, finished] of CASES) {
    test(sentence, () => assert.equal(isFinished(pipelineRun), finished));
  }
});

describe("the CustomRuns of a PipelineRun", () => {
  const childReferences = [
    { apiVersion: "tekton.dev/v1", kind: "TaskRun", name: "release-1-build" },
    { apiVersion: "tekton.dev/v1beta1", kind: "CustomRun", name: "release-1-approve" },
    { apiVersion: "tekton.dev/v1alpha1", kind: "Run", name: "release-1-legacy" },
    { apiVersion: "tekton.dev/v1beta1", kind: "CustomRun" },
    referToCustomRun({ name: "release-1-confirm", task: "confirm" }),
  ];
  const withReason = (reason: string): PipelineRun =>
    makePipelineRun("release-1", {
      status: { childReferences, conditions: [{ type: "Succeeded", status: "Unknown", reason }] },
    });

  test("are those that it names itself", () => {
    const named = [{ name: "release-1-approve" }, { name: "release-1-confirm", task: "confirm" }];
    assert.deepEqual(listCustomRuns(withReason("Running")), named);
    assert.deepEqual(listCustomRuns(makePipelineRun("release-1", { status: { childReferences } })), named);
    assert.deepEqual(listCustomRuns(makePipelineRun("release-1", {})), []);
  });

  for (const reason of ["PipelineRunPending", "ResolvingPipelineRef", "ResolvingTaskRef"]) {
    test(`are none while it is ${reason}: Tekton makes none then, and lists what others made`, () => {
      assert.deepEqual(listCustomRuns(withReason(reason)), []);
    });
  }
});

test("a task is in finally when the PipelineRun's own pipeline says so", () => {
  const pipelineSpec = { tasks: [{ name: "approve" }], finally: [null as never, { name: "confirm" }] };
  const pipelineRun = makePipelineRun("release-1", { status: { pipelineSpec } });
  assert.equal(sectionOf(pipelineRun, "confirm"), "finally");
  assert.equal(sectionOf(pipelineRun, "approve"), "tasks");
  assert.equal(sectionOf(makePipelineRun("release-1", {}), "confirm"), "tasks");
});
