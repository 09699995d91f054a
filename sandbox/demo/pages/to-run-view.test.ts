import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApprovalChanges, buildApproval } from "../../../test/kit/web/build-approval.ts";
import { viewOf } from "../../../test/kit/web/memory-approvals.ts";
import type { RunView } from "./run-view.ts";
import {
  DONE,
  makeCustomRun,
  makeRun,
  makeStep,
  makeTask,
  makeTaskRun,
  makeCondition,
  secondsAgo,
  type RunChanges,
} from "../../../test/kit/demo/make-run-objects.ts";
import { toRunView } from "./to-run-view.ts";

function view(changes: RunChanges, approval?: ApprovalChanges): RunView {
  return toRunView(makeRun("release-1", changes), ({ name }) =>
    approval !== undefined && name === "release-1-approve" ? viewOf(buildApproval(approval)) : undefined,
  );
}

/** `build succeeded`, in the order of layers. */
function states(run: RunView): readonly string[][] {
  return run.layers.map((layer) => layer.map(({ name, state }) => `${name} ${state}`));
}

describe("how far a pipeline run is", () => {
  it("has not started as long as nobody has looked at it, or it is to wait", () => {
    const unseen = view({ status: { conditions: [] } });
    assert.equal(unseen.state, "todo");
    const pending = view({
      condition: { status: "Unknown", reason: "PipelineRunPending" },
      spec: { status: "PipelineRunPending" },
    });
    assert.equal(pending.state, "todo");
  });

  it("is told by its condition", () => {
    const told: readonly [RunChanges["condition"], RunView["state"]][] = [
      [{ status: "Unknown", reason: "Running" }, "running"],
      [{ status: "True", reason: "Completed" }, "succeeded"],
      [{ status: "False", reason: "Failed" }, "failed"],
      [{ status: "False", reason: "PipelineRunTimeout" }, "timedOut"],
      [{ status: "False", reason: "Cancelled" }, "cancelled"],
      [{ status: "False", reason: "StoppedRunningFinally" }, "cancelled"],
    ];
    for (const [condition, state] of told) {
      assert.ok(condition);
      assert.equal(view({ condition }).state, state, condition.reason);
    }
  });

  it("is told task by task, each layer after those that it waits for", () => {
    const run = view(
      { taskRuns: [makeTaskRun("release-1", "build")], customRuns: [makeCustomRun("release-1")] },
      {},
    );
    assert.deepEqual(states(run), [
      ["build succeeded"],
      ["approve waiting"],
      ["deploy todo", "tell-requester todo"],
      ["clean-up todo"],
    ]);
    assert.deepEqual(
      run.layers.flat().map(({ condition }) => condition),
      [undefined, undefined, "decision is true", "decision is false", undefined],
    );
    assert.deepEqual(
      run.layers.flat().map(({ isFinally }) => isFinally),
      [false, false, false, false, true],
    );
  });

  it("tells what was skipped from what is to come, and after the end nothing is to come", () => {
    const skippedTasks = [{ name: "tell-requester", reason: "When Expressions evaluated to false" }];
    assert.deepEqual(states(view({ status: { skippedTasks } }))[2], [
      "deploy todo",
      "tell-requester skipped",
    ]);
    assert.deepEqual(states(view({ condition: DONE }))[3], ["clean-up skipped"]);
  });

  it("shows a graph that goes in a circle as it is written", () => {
    const tasks = [makeTask("a", { runAfter: ["b"] }), makeTask("b", { runAfter: ["a"] })];
    const run = view({
      program: { tasks },
      condition: { status: "False", reason: "PipelineValidationFailed" },
    });
    assert.deepEqual(states(run), [["a skipped"], ["b skipped"]]);
  });
});

describe("a task's runs", () => {
  it("are told by what is most worth a look when there are several", () => {
    const failed = { conditions: [makeCondition({ status: "False", reason: "Failed" })] };
    const taskRuns = [
      makeTaskRun("release-1", "build", { suffix: "-1", ...failed }),
      makeTaskRun("release-1", "build", { suffix: "-0" }),
    ];
    const [build] = view({ taskRuns }).layers.flat();
    assert.equal(build?.state, "failed");
    assert.deepEqual(
      build.children.map(({ name }) => name),
      ["release-1-build-0", "release-1-build-1"],
    );
  });

  it("have their approval's verdict when they ask for one", () => {
    const decidedAt = "2026-11-24T13:52:10Z";
    for (const [shown, approval] of [
      ["waiting", {}],
      ["succeeded", { votes: [{ by: "mary" }] }],
      ["rejected", { votes: [{ by: "mary", decision: "reject" }] }],
      ["timedOut", { deadline: decidedAt, decidedAt }],
      ["cancelled", { cancelled: "RunCancelled", decidedAt }],
    ] as const) {
      const run = view({ customRuns: [makeCustomRun("release-1")] }, approval);
      assert.equal(run.layers[1]?.[0]?.state, shown);
    }
  });

  it("wait for their controller when nobody has opened an approval, and say why none was opened", () => {
    assert.equal(view({ customRuns: [makeCustomRun("release-1")] }).layers[1]?.[0]?.state, "waiting");
    const invalid = {
      status: "False",
      reason: "ApprovalParametersInvalid",
      message: "no approvers",
    } as const;
    const refused = view({ customRuns: [makeCustomRun("release-1", invalid)] }).layers[1]?.[0];
    assert.equal(refused?.state, "failed");
    assert.equal(refused.children[0]?.message, "no approvers");
    assert.equal(refused.children[0]?.endedAt, secondsAgo(5));
  });

  it("have their steps, and what each came to", () => {
    const steps = [
      makeStep("good", 0),
      makeStep("ignored", 3, "Continued"),
      makeStep("late", 137, "TimeoutExceeded"),
      makeStep("stopped", 137, "TaskRunCancelled"),
      makeStep("left-out", 1, "Skipped"),
      { name: "now", container: "step-now", running: { startedAt: secondsAgo(2) } },
      { name: "next", container: "step-next", waiting: { reason: "PodInitializing" } },
    ];
    const [build] = view({ taskRuns: [makeTaskRun("release-1", "build", { steps })] }).layers.flat();
    assert.deepEqual(
      build?.children[0]?.steps.map(({ name, state, exitCode }) => [name, state, exitCode]),
      [
        ["good", "succeeded", 0],
        ["ignored", "failed", 3],
        ["late", "timedOut", 137],
        ["stopped", "cancelled", 137],
        ["left-out", "skipped", undefined],
        ["now", "running", undefined],
        ["next", "todo", undefined],
      ],
    );
  });

  it("have their results, but for what looks like a secret", () => {
    const results = [
      { name: "api-token", type: "string", value: "tok-1" },
      { name: "login", type: "object", value: { user: "shop", password: "hunter2" } },
    ] as const;
    const run = view({
      taskRuns: [makeTaskRun("release-1", "build", { results })],
      status: { results: [...results] },
    });
    const shown = [
      { name: "api-token", value: "(masked)" },
      { name: "login", value: '{"user":"shop","password":"(masked)"}' },
    ];
    assert.deepEqual(run.layers.flat()[0]?.children[0]?.results, shown);
    assert.deepEqual(run.results, shown);
  });

  it("have their results, lists as JSON", () => {
    const results = [{ name: "images", type: "array", value: ["a", "b"] }] as const;
    const [build] = view({ taskRuns: [makeTaskRun("release-1", "build", { results })] }).layers.flat();
    assert.deepEqual(build?.children[0]?.results, [{ name: "images", value: '["a","b"]' }]);
  });
});
