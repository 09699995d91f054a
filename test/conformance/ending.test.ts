// How an approval ends from outside: by a cancel, a time-out of the whole, or both at once with an answer.
import assert from "node:assert/strict";
import { suite } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { approval, handMadeRun, say } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { RESULTS, resultsOf, succeededOf, type World } from "./world.ts";

const CANCEL = { status: "RunCancelled" } as const;
const ROUNDS = 12;

/** Times are whole seconds: within the same one, an end that is written again looks as it was. */
const NEXT_SECOND_MS = 1_100;

/** Waits until Tekton has asked the run to end. */
async function cancelAsked(world: World, name: string): Promise<CustomRun> {
  return await world.until<CustomRun>(
    CUSTOM_RUNS,
    name,
    "to be asked to end",
    ({ spec }) => spec?.status === "RunCancelled",
  );
}

/** The approval is closed for good, and says so to whoever comes late. */
async function closedFor(world: World, name: string): Promise<void> {
  const shown = await world.untilShown(name, "to be cancelled", ({ state }) => state === "cancelled");
  assert.deepEqual(shown.waitingFor, []);
  const late = await world.vote(name, "ann", { decision: "approve" });
  assert.equal(late.status, 409, JSON.stringify(late.body));
}

/** Each reason that a watch has shown of the run, once, in order. */
function reasonsSeen(world: World, uid: string | undefined): readonly string[] {
  const reasons = world.history.of(uid ?? "").map(({ status }) => status?.conditions?.[0]?.reason);
  return [...new Set(reasons)].filter((reason) => reason !== undefined);
}

suite("Ending", { concurrency: 3 }, () => {
  const ends = {
    cancelled: { spec: {}, patch: { status: "Cancelled" }, reason: "Cancelled" },
    "timed out": { spec: { timeouts: { pipeline: "8s" } }, patch: {}, reason: "PipelineRunTimeout" },
  } as const;
  for (const [how, { spec, patch, reason }] of Object.entries(ends)) {
    scenario(7, `an approved run stays approved when its PipelineRun is ${how}`, async (world) => {
      await world.createPipelineRun("p", [approval("done"), approval("open")], { spec });
      await world.answer("p-done", "ann", "approve", "fine");
      const before = await world.ended("p-done", "True", "Approved");
      await world.pending("p-open");
      await sleep(NEXT_SECOND_MS);
      await world.patchPipelineRun("p", patch);
      await cancelAsked(world, "p-done");
      await world.ended("p-open", "False", "CustomRunCancelled");
      assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, reason);
      const { observedGeneration: _after, ...after } = (await world.run("p-done")).status ?? {};
      const { observedGeneration: _before, ...rest } = before.status ?? {};
      assert.deepEqual(after, rest);
    });
  }

  scenario(
    8,
    "a pending run is cancelled with its PipelineRun, and everything of it is closed",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")]);
      await world.pending("p-approve");
      await world.patchPipelineRun("p", { status: "Cancelled" });
      const { status } = await world.ended("p-approve", "False", "CustomRunCancelled");
      assert.match(status?.conditions?.[0]?.message ?? "", /cancelled/iu);
      assert.ok(status?.completionTime);
      await closedFor(world, "p-approve");
      assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, "Cancelled");
      const task = await world.until<ApprovalTask>(
        APPROVAL_TASKS,
        "p-approve",
        "to be labelled",
        ({ metadata }) => metadata.labels?.["decision"] === "cancelled",
      );
      assert.equal(task.status?.status, "cancelled");
    },
  );

  scenario(9, "a pending run whose PipelineRun times out is cancelled, not timed out", async (world) => {
    await world.createPipelineRun("p", [approval("approve")], { spec: { timeouts: { pipeline: "4s" } } });
    await world.pending("p-approve");
    const run = await world.ended("p-approve", "False", "CustomRunCancelled");
    assert.match(run.spec?.statusMessage ?? "", /has timed out/u);
    await closedFor(world, "p-approve");
    const ended = succeededOf(await world.pipelineRunEnded("p"));
    assert.deepEqual([ended?.status, ended?.reason], ["False", "PipelineRunTimeout"]);
  });

  scenario(10, "no attempt follows a cancel, however many retries are left", async (world) => {
    await world.createRun(handMadeRun("retried", {}, { retries: 3, timeout: "1h" }));
    await world.pending("retried");
    await world.patchRun("retried", CANCEL);
    const { status } = await world.ended("retried", "False", "CustomRunCancelled");
    assert.equal((status as { retriesStatus?: unknown }).retriesStatus, undefined);
    await closedFor(world, "retried");
  });

  scenario(
    11,
    `approve and cancel at the same moment, two replicas, ${ROUNDS} rounds: one end each`,
    async (world, t) => {
      const other = await world.startReplica();
      const outcomes: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const name = `round-${round}`;
        const { metadata } = await world.createRun(handMadeRun(name));
        await world.pending(name);
        const voter = round % 2 === 0 ? world.product : other;
        // Either order, and closer and closer together.
        const delayMs = ((round % 6) - 3) * 5;
        const wait = (ms: number): Promise<void> =>
          new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
        const [vote] = await Promise.all([
          wait(-delayMs).then(() => voter.vote(world.namespace, name, "ann", { decision: "approve" })),
          wait(delayMs).then(() => world.patchRun(name, CANCEL)),
        ]);
        const taken = vote.status === 201;
        assert.ok(
          taken || vote.status === 409 || vote.status === 404,
          `${vote.status} ${JSON.stringify(vote.body)}`,
        );
        await (taken
          ? world.ended(name, "True", "Approved")
          : world.ended(name, "False", "CustomRunCancelled"));
        const reason = taken ? "Approved" : "CustomRunCancelled";
        await world.history.until(
          metadata.uid,
          "to end",
          ({ status }) => status?.completionTime !== undefined,
        );
        assert.deepEqual(
          reasonsSeen(world, metadata.uid).filter((seen) => seen !== "Pending"),
          [reason],
        );
        outcomes.push(taken ? "approved" : "cancelled");
      }
      t.diagnostic(outcomes.join(" "));
    },
  );

  scenario(23, "the tasks' time-out cancels the approval at once, so that finally starts", async (world) => {
    await world.createPipelineRun("p", [approval("approve")], {
      finally: [say("last", "finally ran: $(tasks.approve.status)")],
      spec: { timeouts: { pipeline: "60s", tasks: "4s", finally: "56s" } },
    });
    await world.ended("p-approve", "False", "CustomRunCancelled");
    const ended = await world.pipelineRunEnded("p");
    // Tekton 1.9.0 ends the PipelineRun itself at the tasks' time-out, whatever the run says, and runs no finally.
    if (cluster.tekton === "1.9.0") return;
    assert.equal(succeededOf(ended)?.status, "False");
    const printed = await cluster.readStepOutput({
      namespace: world.namespace,
      taskRun: "p-last",
      step: "print",
    });
    assert.equal(printed, "finally ran: Failed\n");
  });

  scenario(
    24,
    "after CancelledRunFinally, finally sees the approved as Succeeded and the pending as cancelled",
    async (world) => {
      await world.createPipelineRun("p", [approval("done"), approval("open")], {
        finally: [
          say("last", "$(tasks.done.status) $(tasks.done.reason), $(tasks.open.status) $(tasks.open.reason)"),
        ],
      });
      await world.answer("p-done", "ann", "approve");
      await world.ended("p-done", "True", "Approved");
      await world.pending("p-open");
      await world.patchPipelineRun("p", { status: "CancelledRunFinally" });
      const cancelled = await world.ended("p-open", "False", "CustomRunCancelled");
      assert.deepEqual(Object.keys(resultsOf(cancelled)), RESULTS);
      await world.pipelineRunEnded("p");
      const printed = await cluster.readStepOutput({
        namespace: world.namespace,
        taskRun: "p-last",
        step: "print",
      });
      assert.equal(printed, "Succeeded Approved, Failed CustomRunCancelled\n");
    },
  );
});
