import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { listCustomRuns, type PipelineRun } from "../objects/run/pipeline-run.ts";
import { keepPipelineRun } from "./keep.ts";
import { makePipelineRun } from "../../test/kit/make-pipeline-run.ts";

const CHILDREN = [
  { apiVersion: "tekton.dev/v1", kind: "TaskRun", name: "release-1-build", pipelineTaskName: "build" },
  {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    name: "release-1-approve",
    pipelineTaskName: "approve",
    whenExpressions: [{ input: "a", operator: "in", values: ["a"] }],
  },
];

function pipelineRunIn(status: "True" | "Unknown", reason: string, children: readonly object[]): PipelineRun {
  return makePipelineRun("release-1", {
    spec: { params: [{ name: "version", value: "2" }] },
    status: { conditions: [{ type: "Succeeded", status, reason }], childReferences: children },
  });
}

describe("of a PipelineRun's children are kept", () => {
  const NAMED = [{ apiVersion: "tekton.dev/v1beta1", kind: "CustomRun", name: "release-1-approve" }];
  for (const [sentence, status, reason] of [
    ["the names of its CustomRuns, and nothing else", "Unknown", "Running"],
    ["the names of its CustomRuns when it has ended: what was proven stays proven", "True", "Succeeded"],
  ] as const) {
    test(sentence, () => {
      const kept = keepPipelineRun(pipelineRunIn(status, reason, CHILDREN));
      assert.deepEqual(kept.status?.childReferences, NAMED);
      assert.deepEqual(listCustomRuns(kept), ["release-1-approve"]);
    });
  }

  test("nothing where there is no CustomRun: not even an empty list", () => {
    const kept = keepPipelineRun(pipelineRunIn("Unknown", "Running", CHILDREN.slice(0, 1)));
    assert.deepEqual(Object.keys(kept.status ?? {}), ["conditions"]);
  });

  test("nothing before its first task: what is listed then is not its own", () => {
    const kept = keepPipelineRun(pipelineRunIn("Unknown", "PipelineRunPending", CHILDREN));
    assert.deepEqual(listCustomRuns(kept), []);
  });
});
