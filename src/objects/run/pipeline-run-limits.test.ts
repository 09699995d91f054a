import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatTime } from "../../std/clock.ts";
import { findLimit } from "./pipeline-run-limits.ts";
import { makePipelineRun } from "../../../test/kit/make-pipeline-run.ts";

type Timeouts = Readonly<Record<string, unknown>>;

/** A PipelineRun that started at 10:00, and whose finally began at 10:20. */
function limitOf(task: "approve" | "confirm", timeouts: Timeouts | undefined): string {
  const limit = findLimit(
    makePipelineRun("release-1", {
      spec: timeouts === undefined ? {} : { timeouts },
      status: {
        startTime: "2026-11-24T10:00:00Z",
        finallyStartTime: "2026-11-24T10:20:00Z",
        pipelineSpec: { tasks: [{ name: "approve" }], finally: [{ name: "confirm" }] },
      },
    }),
    task,
  );
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
      assert.deepEqual([limitOf("approve", timeouts), limitOf("confirm", timeouts)], [tasks, last]),
    );
  }

  test("at no known time before the PipelineRun has started", () => {
    assert.equal(findLimit(makePipelineRun("release-1", {}), "approve"), undefined);
  });

  test("by the whole, in finally, until it is known when that began", () => {
    const status = {
      startTime: "2026-11-24T10:00:00Z",
      pipelineSpec: { finally: [{ name: "confirm" }] },
    };
    const spec = { timeouts: { pipeline: "3h", finally: "5m" } };
    assert.equal(findLimit(makePipelineRun("release-1", { spec, status }), "confirm")?.of, "pipelineRun");
  });
});
