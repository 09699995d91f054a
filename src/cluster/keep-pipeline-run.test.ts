import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  listCustomRuns,
  listShownParams,
  type PipelineRun,
  SHOW_PARAMS,
} from "../objects/run/pipeline-run.ts";
import { keepPipelineRun } from "./keep-pipeline-run.ts";
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
  const NAMED = [
    {
      apiVersion: "tekton.dev/v1beta1",
      kind: "CustomRun",
      name: "release-1-approve",
      pipelineTaskName: "approve",
    },
  ];
  for (const [sentence, status, reason] of [
    ["the names of its CustomRuns and of their tasks, and that other tasks have begun", "Unknown", "Running"],
    ["the names of its CustomRuns when it has ended: what was proven stays proven", "True", "Succeeded"],
  ] as const) {
    test(sentence, () => {
      const kept = keepPipelineRun(pipelineRunIn(status, reason, CHILDREN));
      const others = status === "Unknown" ? [{ pipelineTaskName: "build" }] : [];
      assert.deepEqual(kept.status?.childReferences, [...NAMED, ...others]);
      assert.deepEqual(listCustomRuns(kept), [{ name: "release-1-approve", task: "approve" }]);
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

test("of its pipeline is kept what sets its custom tasks apart, and nothing where nothing does", () => {
  const pipelineSpec = {
    tasks: [{ name: "build", taskSpec: { steps: [] } }],
    finally: [{ name: "clean-up" }, { name: "approve", params: [{ name: "approvers", value: ["ann"] }] }],
  };
  const withPipeline = (children: readonly object[]): PipelineRun => {
    const { status, ...parts } = pipelineRunIn("Unknown", "Running", children);
    const times = { startTime: "2026-11-24T10:00:00Z", finallyStartTime: "2026-11-24T10:20:00Z" };
    return keepPipelineRun({ ...parts, status: { ...status, ...times, pipelineSpec } } as PipelineRun);
  };
  const { pipelineSpec: kept, finallyStartTime } = withPipeline(CHILDREN).status ?? {};
  assert.deepEqual(kept, { tasks: [], finally: [{ name: "approve" }] });
  assert.equal(finallyStartTime, "2026-11-24T10:20:00Z");
  assert.equal(withPipeline(CHILDREN.slice(0, 1)).status?.pipelineSpec, undefined);
});

describe("of a PipelineRun that has ended are kept", () => {
  const keep = (status: "True" | "False", reason: string, children: readonly object[]): PipelineRun => {
    const conditions = [{ type: "Succeeded", status, reason, message: "It ended." }];
    return keepPipelineRun(
      makePipelineRun("release-1", {
        spec: { params: [{ name: "version", value: "2" }], timeouts: { pipeline: "1h0m0s" } },
        status: { conditions, startTime: "2026-11-24T10:00:00Z", childReferences: children },
      }),
    );
  };

  test("its limits, when its time was up and an approval may still have to be told", () => {
    const { spec, status } = keep("False", "PipelineRunTimeout", CHILDREN);
    assert.deepEqual(spec?.timeouts, { pipeline: "1h0m0s" });
    assert.equal(status?.startTime, "2026-11-24T10:00:00Z");
    assert.deepEqual(status.conditions, [
      { type: "Succeeded", status: "False", reason: "PipelineRunTimeout" },
    ]);
  });

  test("none, when it ended otherwise or has no CustomRun", () => {
    for (const kept of [keep("True", "Succeeded", CHILDREN), keep("False", "PipelineRunTimeout", [])]) {
      assert.deepEqual([kept.spec?.timeouts, kept.status?.startTime], [undefined, undefined]);
    }
  });
});

describe("of what becomes of a pipeline", () => {
  const MESSAGE = "Tasks Completed: 1 (Failed: 1, Cancelled 0), Incomplete: 1, Skipped: 0";
  const keep = (children: readonly object[]): PipelineRun =>
    keepPipelineRun(
      makePipelineRun("release-1", {
        spec: { status: "StoppedRunFinally" },
        status: {
          conditions: [
            { type: "Succeeded", status: "Unknown", reason: "StoppedRunningFinally", message: MESSAGE },
          ],
          pipelineSpec: {
            tasks: [
              { name: "build", onError: "continue" },
              { name: "approve", onError: "continue" },
            ],
          },
          childReferences: children,
        },
      }),
    );

  test("what is asked of the PipelineRun, what it says, and what the task is are kept", () => {
    const { spec, status } = keep(CHILDREN);
    assert.deepEqual(spec, { status: "StoppedRunFinally" });
    assert.equal(status?.conditions?.[0]?.message, MESSAGE);
    assert.deepEqual(status.pipelineSpec?.tasks, [{ name: "approve", onError: "continue" }]);
  });

  test("nothing that is longer is kept where no approval asks", () => {
    const { status } = keep(CHILDREN.slice(0, 1));
    assert.deepEqual(status, { conditions: [{ type: "Succeeded", status: "Unknown" }] });
  });
});

describe("of a PipelineRun's parameters are kept", () => {
  const PARAMS = [{ name: "version", value: "2" }];
  test("all, when it has ended and an approval may have been decided on them", () => {
    const kept = keepPipelineRun(pipelineRunIn("True", "Succeeded", CHILDREN));
    assert.deepEqual(kept.spec, { params: PARAMS });
  });

  test("none, when it has ended and had no CustomRun", () => {
    const kept = keepPipelineRun(pipelineRunIn("True", "Succeeded", CHILDREN.slice(0, 1)));
    assert.equal(kept.spec, undefined);
  });

  for (const status of ["True", "Unknown"] as const) {
    test(`which of them are shown although they look like secrets, and no other annotation (${status})`, () => {
      const pipelineRun = pipelineRunIn(status, "Running", CHILDREN);
      const annotations = { [SHOW_PARAMS]: "issue-key, cache-key", "example.dev/note": "long" };
      const kept = keepPipelineRun({ ...pipelineRun, metadata: { ...pipelineRun.metadata, annotations } });
      assert.deepEqual(kept.metadata.annotations, { [SHOW_PARAMS]: "issue-key, cache-key" });
      assert.deepEqual([...listShownParams(kept)], ["issue-key", "cache-key"]);
    });
  }
});
