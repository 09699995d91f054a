import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatTime } from "../../std/clock.ts";
import { describeLimit, findLimit, type Limit } from "./pipeline-run-limits.ts";
import { referToCustomRun } from "./pipeline-run.ts";
import { makePipelineRun } from "../../../test/kit/make-pipeline-run.ts";

type Timeouts = Readonly<Record<string, unknown>>;

const CHILDREN = ["approve", "confirm"].map((task) => referToCustomRun({ name: `r-${task}`, task }));

/** Of a PipelineRun that started at 10:00, and whose finally began at 10:20. */
function limitOf(task: "approve" | "confirm", timeouts: Timeouts | undefined): Limit | undefined {
  const pipelineRun = makePipelineRun("r", {
    spec: timeouts === undefined ? {} : { timeouts },
    status: {
      startTime: "2026-11-24T10:00:00Z",
      finallyStartTime: "2026-11-24T10:20:00Z",
      pipelineSpec: { tasks: [{ name: "approve" }], finally: [{ name: "confirm" }] },
      childReferences: CHILDREN,
    },
  });
  return findLimit(pipelineRun, `r-${task}`);
}

function endOf(task: "approve" | "confirm", timeouts: Timeouts | undefined): string {
  const limit = limitOf(task, timeouts);
  return limit === undefined ? "none" : `${formatTime(limit.endsAtMs).slice(11, 16)} ${limit.of}`;
}

describe("a run in tasks, and one in finally, are ended", () => {
  const CASES: readonly [sentence: string, timeouts: Timeouts | undefined, tasks: string, last: string][] = [
    ["after Tekton's hour, when nothing is set", undefined, "11:00 pipelineRun", "11:00 pipelineRun"],
    [
      "after Tekton's hour, when the limit is null",
      { pipeline: null },
      "11:00 pipelineRun",
      "11:00 pipelineRun",
    ],
    ["by the limit of the whole", { pipeline: "3h0m0s" }, "13:00 pipelineRun", "13:00 pipelineRun"],
    ["by the limit of tasks", { pipeline: "3h", tasks: "20m" }, "10:20 tasks", "13:00 pipelineRun"],
    ["by the limit of finally", { pipeline: "3h", finally: "5m" }, "12:55 tasks", "10:25 finally"],
    ["by both", { pipeline: "3h", tasks: "30m", finally: "10m" }, "10:30 tasks", "10:30 finally"],
    ["by what is left of Tekton's hour", { tasks: "10m" }, "10:10 tasks", "11:00 pipelineRun"],
    ["by what finally leaves of Tekton's hour", { finally: "10m" }, "10:50 tasks", "10:30 finally"],
    [
      "by the whole, when tasks have as much",
      { pipeline: "1h", tasks: "1h" },
      "11:00 pipelineRun",
      "11:00 pipelineRun",
    ],
    ["never with a limit of 0", { pipeline: "0s" }, "none", "none"],
    [
      "by the limit of tasks alone, when the whole has none",
      { pipeline: "0", tasks: "20m" },
      "10:20 tasks",
      "none",
    ],
    [
      "by that of finally alone, when the whole has none",
      { pipeline: "0", finally: "5m" },
      "none",
      "10:25 finally",
    ],
    [
      "by the whole, when the part has none",
      { pipeline: "2h", tasks: "0", finally: "0" },
      "12:00 pipelineRun",
      "12:00 pipelineRun",
    ],
    ["at no known time, when the limit cannot be read", { pipeline: "1d" }, "none", "none"],
    ["by what can be read", { pipeline: 60, tasks: "20m", finally: {} }, "10:20 tasks", "none"],
  ];
  for (const [sentence, timeouts, tasks, last] of CASES) {
    test(sentence, () =>
      assert.deepEqual([endOf("approve", timeouts), endOf("confirm", timeouts)], [tasks, last]),
    );
  }

  test("at no known time before the PipelineRun has started, and when it does not name the run", () => {
    const started = { startTime: "2026-11-24T10:00:00Z" };
    assert.equal(
      findLimit(makePipelineRun("r", { status: { childReferences: CHILDREN } }), "r-approve"),
      undefined,
    );
    assert.equal(findLimit(makePipelineRun("r", { status: started }), "r-approve"), undefined);
  });

  test("by the whole, in finally, until it is known when that began", () => {
    const status = {
      startTime: "2026-11-24T10:00:00Z",
      pipelineSpec: { finally: [{ name: "confirm" }] },
      childReferences: CHILDREN,
    };
    const spec = { timeouts: { pipeline: "3h", finally: "5m" } };
    assert.equal(findLimit(makePipelineRun("r", { spec, status }), "r-confirm")?.of, "pipelineRun");
  });
});

for (const [task, timeouts, sentence] of [
  ["approve", { pipeline: "3h0m0s", tasks: "20m0s" }, "Its tasks had 20m (timeouts.tasks)."],
  [
    "approve",
    { pipeline: "3h", finally: "10m" },
    "Its tasks had 2h50m (timeouts.pipeline less timeouts.finally).",
  ],
  ["confirm", { pipeline: "3h", finally: "90s" }, "Its finally tasks had 1m30s (timeouts.finally)."],
  ["confirm", { pipeline: "1h0m5s" }, "It had 1h5s (timeouts.pipeline)."],
  ["confirm", {}, "It had 1h (Tekton's default for timeouts.pipeline)."],
] as const) {
  test(`a limit is told with where it is set: ${sentence}`, () => {
    const limit = limitOf(task, timeouts);
    assert.equal(limit && describeLimit(limit), sentence);
  });
}
