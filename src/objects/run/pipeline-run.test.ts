import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatTime } from "../../std/clock.ts";
import { endsAtMs, isFinished, listCustomRuns, referToCustomRun, type PipelineRun } from "./pipeline-run.ts";
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
    referToCustomRun("release-1-confirm"),
  ];
  const withReason = (reason: string): PipelineRun =>
    makePipelineRun("release-1", {
      status: { childReferences, conditions: [{ type: "Succeeded", status: "Unknown", reason }] },
    });

  test("are those that it names itself", () => {
    const named = ["release-1-approve", "release-1-confirm"];
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

describe("a PipelineRun that started at 10:00 ends", () => {
  const status = { startTime: "2026-11-24T10:00:00Z" };
  const CASES: readonly [sentence: string, pipelineRun: PipelineRun, end: string | undefined][] = [
    ["after Tekton's 60 minutes", makePipelineRun("release-1", { status }), "2026-11-24T11:00:00Z"],
    [
      "by its own timeout",
      makePipelineRun("release-1", { status, spec: { timeouts: { pipeline: "3h0m0s" } } }),
      "2026-11-24T13:00:00Z",
    ],
    [
      "after 60 minutes when only its tasks have a timeout",
      makePipelineRun("release-1", { status, spec: { timeouts: { tasks: "10m" } } }),
      "2026-11-24T11:00:00Z",
    ],
    [
      "never with a timeout of 0",
      makePipelineRun("release-1", { status, spec: { timeouts: { pipeline: "0s" } } }),
      undefined,
    ],
    [
      "at no known time when its timeout cannot be read",
      makePipelineRun("release-1", { status, spec: { timeouts: { pipeline: "1d" } } }),
      undefined,
    ],
  ];
  for (const [sentence, pipelineRun, end] of CASES) {
    test(sentence, () => {
      const endMs = endsAtMs(pipelineRun);
      assert.equal(endMs === undefined ? undefined : formatTime(endMs), end);
    });
  }
  test("at no known time before it has started", () => {
    assert.equal(endsAtMs(makePipelineRun("release-1", {})), undefined);
  });
});
