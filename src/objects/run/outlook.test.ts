import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makePipelineRun } from "../../../test/kit/make-pipeline-run.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import type { CustomRun } from "./custom-run.ts";
import { foresee, type Outlook } from "./outlook.ts";
import { type ChildReference, type PipelineRun, referToCustomRun } from "./pipeline-run.ts";

type Status = NonNullable<PipelineRun["status"]>;

/** Names the runs r-approve and r-confirm as its own, the latter in finally, and runs; give what differs. */
function pipelineRunWith(spec: PipelineRun["spec"], status: Status = saying(0)): PipelineRun {
  return makePipelineRun("r", {
    spec: spec ?? {},
    status: {
      childReferences: ["approve", "confirm"].map((task) => referToCustomRun({ name: `r-${task}`, task })),
      pipelineSpec: { tasks: [{ name: "approve" }], finally: [{ name: "confirm" }] },
      ...status,
    },
  });
}

function saying(failed: number, cancelled = 0): Status {
  const message = `Tasks Completed: 3 (Failed: ${failed}, Cancelled ${cancelled}), Incomplete: 1, Skipped: 0`;
  return { conditions: [{ type: "Succeeded", status: "Unknown", reason: "Running", message }] };
}

function runThatIs(status: "True" | "False" | "Unknown"): CustomRun {
  const condition = { type: "Succeeded", status, reason: "Approved", message: "", lastTransitionTime: "" };
  return { ...makeReferringRun({}), status: { conditions: [condition] } };
}

function ahead(pipelineRun: PipelineRun | undefined, name = "r-approve"): Outlook {
  return foresee(pipelineRun, name, () => undefined);
}

describe("when a task ends well, its pipeline", () => {
  for (const [sentence, pipelineRun, prospect] of [
    ["goes on, while it just runs", pipelineRunWith({}), "goesOn"],
    ["was asked to end", pipelineRunWith({ status: "StoppedRunFinally" }), "askedToEnd"],
    ["was asked to end, with its tasks", pipelineRunWith({ status: "CancelledRunFinally" }), "askedToEnd"],
    ["was asked to end at once", pipelineRunWith({ status: "Cancelled" }), "askedToEnd"],
    ["goes on, though something else was asked of it", pipelineRunWith({ status: "Hurry" }), "goesOn"],
    ["goes no further, as another task has failed", pipelineRunWith({}, saying(1)), "taskFailed"],
    ["may or may not go on after a task that was cancelled", pipelineRunWith({}, saying(0, 1)), "unknown"],
    [
      "is not known, when it does not say how its tasks stand",
      pipelineRunWith({}, { conditions: [] }),
      "unknown",
    ],
    [
      "is not known, when it has ended",
      pipelineRunWith({}, { conditions: [{ type: "Succeeded", status: "False", reason: "Failed" }] }),
      "unknown",
    ],
    ["is not known, when it does not name the run", makePipelineRun("r", { status: saying(0) }), "unknown"],
    ["is not known, when none is proven", undefined, "unknown"],
  ] as const) {
    test(sentence, () => assert.equal(ahead(pipelineRun).prospect, prospect));
  }

  /** Beside the approval; `ended`: so many tasks had ended when Tekton last wrote. */
  function beside(child: ChildReference, ended: number, onError?: string): PipelineRun {
    const message = `Tasks Completed: ${ended} (Failed: 0, Cancelled 0), Incomplete: 1, Skipped: 0`;
    const other = { name: child.pipelineTaskName ?? "", ...(onError === undefined ? {} : { onError }) };
    return pipelineRunWith(
      {},
      {
        conditions: [{ type: "Succeeded", status: "Unknown", reason: "Running", message }],
        pipelineSpec: { tasks: [{ name: "approve" }, other] },
        childReferences: [referToCustomRun({ name: "r-approve", task: "approve" }), child],
      },
    );
  }
  const SCAN = { kind: "TaskRun", name: "r-scan", pipelineTaskName: "scan" };
  const REVIEW = referToCustomRun({ name: "r-review", task: "review" });

  for (const [sentence, pipelineRun, review, prospect] of [
    ["is not known, while a task runs beside that may have failed", beside(SCAN, 0), undefined, "unknown"],
    ["goes on, when the task beside it has ended", beside(SCAN, 1), undefined, "goesOn"],
    ["goes no further, as an approval beside it has failed", beside(REVIEW, 0), "False", "taskFailed"],
    ["goes on, though that is passed over", beside(REVIEW, 0, "continue"), "False", "goesOn"],
    ["is not known, when whether that is passed over is not", beside(REVIEW, 0, "$(x)"), "False", "unknown"],
    ["goes on, while an approval beside it waits", beside(REVIEW, 0), "Unknown", "goesOn"],
    ["is not known, when the run beside it is another controller's", beside(REVIEW, 0), undefined, "unknown"],
  ] as const) {
    test(sentence, () => {
      const { prospect: told } = foresee(pipelineRun, "r-approve", () => review && runThatIs(review));
      assert.equal(told, prospect);
    });
  }

  test("has nothing after it, when it is in finally, whatever is asked", () => {
    for (const pipelineRun of [
      pipelineRunWith({}),
      pipelineRunWith({ status: "StoppedRunFinally" }),
      pipelineRunWith({}, saying(1)),
    ]) {
      assert.equal(ahead(pipelineRun, "r-confirm").prospect, "inFinally");
    }
  });
});

test("a failure of the task is passed over where its onError says so, and not known where that is another word", () => {
  for (const [onError, expected] of [
    [undefined, "stopAndFail"],
    ["stopAndFail", "stopAndFail"],
    ["continue", "continue"],
    ["$(params.onError)", "unknown"],
  ] as const) {
    const task = onError === undefined ? { name: "approve" } : { name: "approve", onError };
    const status = { ...saying(0), pipelineSpec: { tasks: [task] } };
    assert.equal(ahead(pipelineRunWith({}, status)).onError, expected);
  }
});

test("of a matrix, the others are told apart by how they stand; one that is not known waits", () => {
  const children = ["approve-0", "approve-1", "approve-2", "approve-3", "build"].map((name) =>
    referToCustomRun({ name: `r-${name}`, task: name.slice(0, 7) }),
  );
  const standing: Readonly<Record<string, "True" | "False" | "Unknown">> = {
    "r-approve-0": "True",
    "r-approve-2": "False",
    "r-build": "False",
  };
  const findRun = (name: string): CustomRun | undefined => {
    const status = standing[name];
    return status && runThatIs(status);
  };
  const pipelineRun = pipelineRunWith({}, { ...saying(0), childReferences: children });
  assert.deepEqual(foresee(pipelineRun, "r-approve-1", findRun).others, { total: 3, waiting: 1, failed: 1 });
});
