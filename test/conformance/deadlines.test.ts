// The deadline that people are shown is when Tekton really ends the run, whichever limit it is; and what they are told
// follows an answer is what the PipelineRun then does.
import assert from "node:assert/strict";
import { suite } from "node:test";
import type { ApprovalDetail } from "../../src/approvals/approval-view.ts";
import { TASK_RUNS } from "../../sandbox/tekton/objects/resources.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import { PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { approval, say, type Values } from "./pipelines.ts";
import { cluster, scenario, timedScenario } from "./scenario.ts";
import { type PipelineRunSeen, succeededOf, type World } from "./world.ts";

/** Tekton looks at a limit when it is reached, and the end is written in whole seconds. */
const PROMPTLY_MS = 4_000;
const LONGER_THAN_AN_HOUR_MS = 61 * 60_000;

interface TaskRunSeen extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly status?: string }[] };
}

interface Case {
  readonly timeouts: Values;
  readonly timeout?: string;
  readonly isFinally?: true;
  readonly deadlineOf: ApprovalDetail["deadlineOf"];
  readonly message: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  "by the whole": {
    timeouts: { pipeline: "12s" },
    deadlineOf: "pipelineRun",
    message: /Too late: .* It had 12s \(timeouts\.pipeline\)/u,
  },
  "by its tasks": {
    timeouts: { pipeline: "90s", tasks: "12s" },
    deadlineOf: "tasks",
    message: /Its tasks had 12s \(timeouts\.tasks\)/u,
  },
  "by what finally leaves to tasks": {
    timeouts: { pipeline: "90s", finally: "78s" },
    deadlineOf: "tasks",
    message: /Its tasks had 12s \(timeouts\.pipeline less timeouts\.finally\)/u,
  },
  "by finally": {
    timeouts: { pipeline: "90s", finally: "10s" },
    isFinally: true,
    deadlineOf: "finally",
    message: /Its finally tasks had 10s \(timeouts\.finally\)/u,
  },
  "by what tasks leave to finally": {
    timeouts: { pipeline: "90s", tasks: "80s" },
    isFinally: true,
    deadlineOf: "finally",
    message: /Its finally tasks had 10s/u,
  },
  "by the task's own time-out": {
    timeouts: { pipeline: "90s", tasks: "80s" },
    timeout: "10s",
    deadlineOf: "approval",
    message: /Timed out with 0 of 1 vote/u,
  },
};

/** Starts it, up to the approval `p-approve`. */
async function startPipelineRun(world: World, { timeouts, timeout, isFinally }: Case): Promise<void> {
  const asked = approval("approve", {}, timeout === undefined ? {} : { timeout });
  const spec = { timeouts };
  if (isFinally !== true) {
    // A task of finally, so that the time of tasks does not end the PipelineRun.
    await world.createPipelineRun("p", [asked], { finally: [say("last", "done")], spec });
    return;
  }
  await world.createPipelineRun("p", [approval("first")], { finally: [asked], spec });
  await world.answer("p-first", "ann", "approve");
}

async function untilVerified(world: World, name: string): Promise<ApprovalDetail> {
  return await world.untilShown(name, "to be verified", ({ pipelineRunVerified }) => pipelineRunVerified);
}

async function untilProspect(
  world: World,
  name: string,
  prospect: ApprovalDetail["outlook"]["prospect"],
): Promise<ApprovalDetail> {
  return await world.untilShown(
    name,
    `to foresee ${prospect}`,
    ({ outlook }) => outlook.prospect === prospect,
  );
}

async function childrenOf(world: World, name: string): Promise<readonly (string | undefined)[]> {
  const { status } = await world.pipelineRunEnded(name);
  return (status?.childReferences ?? []).map((child) => child.name);
}

suite("Deadlines", { concurrency: 3 }, () => {
  for (const [how, example] of Object.entries(CASES)) {
    scenario(56, `the deadline that is shown is when Tekton ends the run: ${how}`, async (world) => {
      await startPipelineRun(world, example);
      const shown = await world.untilShown(
        "p-approve",
        `to end ${how}`,
        ({ deadlineOf }) => deadlineOf === example.deadlineOf,
      );
      const isOwn = example.deadlineOf === "approval";
      const run = await world.ended("p-approve", "False", isOwn ? "CustomRunTimedOut" : "CustomRunCancelled");
      const lateMs = Date.parse(run.status?.completionTime ?? "") - Date.parse(shown.deadline ?? "");
      assert.ok(lateMs >= 0 && lateMs <= PROMPTLY_MS, `ended ${lateMs} ms after ${shown.deadline}`);
      const closed = await world.untilShown("p-approve", "to be closed", ({ state }) => state !== "pending");
      assert.equal(closed.reason, isOwn ? "DeadlinePassed" : "PipelineRunTimedOut");
      assert.match(closed.message, example.message);
      assert.equal((await world.vote("p-approve", "ann", { decision: "approve" })).status, 409);
    });
  }

  timedScenario(
    56,
    "Tekton's hour is the deadline where nothing is set, and a limit of 0 is none",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")]);
      await world.createPipelineRun("endless", [approval("approve")], {
        spec: { timeouts: { pipeline: "0" } },
      });
      const { deadline, deadlineOf } = await untilVerified(world, "p-approve");
      const { status } = await world.kube.get<PipelineRunSeen & { status?: { startTime?: string } }>(
        PIPELINE_RUNS,
        world.ref("p"),
      );
      assert.equal(Date.parse(deadline ?? "") - Date.parse(status?.startTime ?? ""), 3_600_000);
      assert.equal(deadlineOf, "pipelineRun");
      assert.equal((await untilVerified(world, "endless-approve")).deadline, null);
      // The clock of a real Tekton is not ours to set.
      if (cluster.tekton !== "small") return;
      await world.letPass(LONGER_THAN_AN_HOUR_MS, ["p-approve", "endless-approve"]);
      await world.ended("p-approve", "False", "CustomRunCancelled");
      const closed = await world.untilShown("p-approve", "to be closed", ({ state }) => state !== "pending");
      assert.match(closed.message, /Too late: .* It had 1h/u);
      await world.answer("endless-approve", "ann", "approve");
    },
  );

  scenario(
    62,
    "whose time was up is asked again by starting the pipeline once more, with more time",
    async (world) => {
      const startWith = (name: string, pipeline: string): Promise<unknown> =>
        world.createPipelineRun(name, [approval("approve")], { spec: { timeouts: { pipeline } } });
      await startWith("p", "6s");
      await world.ended("p-approve", "False", "CustomRunCancelled");
      const { reason, message } = await world.untilShown(
        "p-approve",
        "to be closed",
        ({ state }) => state !== "pending",
      );
      assert.equal(reason, "PipelineRunTimedOut");
      assert.match(message, /Too late: .* It had 6s \(timeouts\.pipeline\)/u);
      await startWith("again", "90s");
      await world.answer("again-approve", "ann", "approve");
      await world.ended("again-approve", "True", "Approved");
      assert.equal(succeededOf(await world.pipelineRunEnded("again"))?.status, "True");
    },
  );

  scenario(
    57,
    "after StoppedRunFinally, an approval is not said to let the pipeline go on",
    async (world) => {
      await world.createPipelineRun(
        "p",
        [approval("approve"), say("ship", "shipped", { runAfter: ["approve"] })],
        {
          finally: [say("last", "done")],
        },
      );
      await untilProspect(world, "p-approve", "goesOn");
      await world.patchPipelineRun("p", { status: "StoppedRunFinally" });
      await untilProspect(world, "p-approve", "askedToEnd");
      await world.answer("p-approve", "ann", "approve");
      assert.deepEqual(new Set(await childrenOf(world, "p")), new Set(["p-approve", "p-last"]));
      assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, "Cancelled");
    },
  );

  scenario(57, "once another task has failed, nor is it", async (world) => {
    const fails = { onReject: "fail" };
    await world.createPipelineRun(
      "p",
      [approval("approve"), approval("review", fails), say("ship", "shipped", { runAfter: ["approve"] })],
      { finally: [say("last", "done")] },
    );
    await untilProspect(world, "p-approve", "goesOn");
    await world.answer("p-review", "ann", "reject");
    await untilProspect(world, "p-approve", "taskFailed");
    await world.answer("p-approve", "ann", "approve");
    assert.ok(!(await childrenOf(world, "p")).includes("p-ship"));
  });

  scenario(57, "once a task of other kind has failed, nor is it", async (world) => {
    const crash = {
      name: "crash",
      taskSpec: {
        steps: [{ name: "crash", image: "docker.io/library/alpine:3", script: "sleep 3; exit 1" }],
      },
    };
    await world.createPipelineRun(
      "p",
      [approval("approve"), crash, say("ship", "shipped", { runAfter: ["approve"] })],
      { finally: [say("last", "done")] },
    );
    assert.equal((await untilVerified(world, "p-approve")).outlook.prospect, "unknown");
    await world.until<TaskRunSeen>(TASK_RUNS, "p-crash", "to fail", ({ status }) =>
      (status?.conditions ?? []).some((condition) => condition.status === "False"),
    );
    const { outlook } = await world.pending("p-approve");
    assert.ok(["unknown", "taskFailed"].includes(outlook.prospect), outlook.prospect);
    await world.answer("p-approve", "ann", "approve");
    assert.ok(!(await childrenOf(world, "p")).includes("p-ship"));
  });

  scenario(57, "of a matrix, the others are told, and one that has failed fails the task", async (world) => {
    const params = [{ name: "title", value: ["one", "two", "three"] }];
    await world.createPipelineRun("p", [approval("approve", { onReject: "fail" }, { matrix: { params } })]);
    await world.answer("p-approve-0", "ann", "reject");
    const shown = await world.untilShown(
      "p-approve-1",
      "to know of the rejection",
      ({ outlook }) => outlook.others.failed === 1,
    );
    assert.deepEqual(shown.outlook.others, { total: 2, waiting: 1, failed: 1 });
    await world.answer("p-approve-1", "ann", "approve");
    await world.answer("p-approve-2", "ann", "approve");
    assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, "Failed");
  });
});
