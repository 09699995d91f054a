// A person ends an approval here: the run ends as cancelled, for good, and nothing is written to what it asks.
import assert from "node:assert/strict";
import { suite } from "node:test";

import { SUITE_AUTH } from "../kit/suite-auth.ts";
import { approval, handMadeRun, say } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { RESULTS, resultsOf, succeededOf } from "./world.ts";

const ROUNDS = 12;

suite("Cancelling", { concurrency: 3 }, () => {
  scenario(
    58,
    "somebody cancels an approval: its run and task are cancelled, finally runs, and who did it is on record",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")], {
        finally: [say("last", "$(tasks.approve.status) $(tasks.approve.reason)")],
      });
      await world.pending("p-approve");
      const { spec } = await world.run("p-approve");
      const { namespace } = world;
      const cancelled = await world.product.cancel(namespace, "p-approve", "ines", {
        reason: "wrong version",
      });
      assert.equal(cancelled.status, 201, JSON.stringify(cancelled.body));

      const run = await world.ended("p-approve", "False", "CustomRunCancelled");
      assert.equal(run.status?.conditions?.[0]?.message, "Cancelled by ines: “wrong version”.");
      assert.deepEqual(Object.keys(resultsOf(run)), RESULTS);
      assert.equal(resultsOf(run)["decision"], "false");
      assert.deepEqual(run.spec, spec, "nothing is written to what the run asks");
      const { status } = await world.approval("p-approve");
      const { time: _time, ...decision } = status?.decision ?? {};
      assert.deepEqual(decision, {
        state: "cancelled",
        reason: "CancelledByPerson",
        message: "Cancelled by ines: “wrong version”.",
        cancellation: { by: "ines", issuer: SUITE_AUTH, reason: "wrong version", via: "api" },
      });
      assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.status, "False");
      const late = await world.vote("p-approve", "ann", { decision: "approve" });
      assert.equal(late.status, 409, JSON.stringify(late.body));
      const printed = await cluster.readStepOutput({ namespace, taskRun: "p-last", step: "print" });
      assert.equal(printed, "Failed CustomRunCancelled\n");
    },
  );

  scenario(59, "no attempt follows when somebody cancels, however many retries are left", async (world) => {
    await world.createRun(handMadeRun("retried", {}, { retries: 3, timeout: "1h" }));
    await world.pending("retried");
    const { status } = await world.product.cancel(world.namespace, "retried", "ines", { reason: "not now" });
    assert.equal(status, 201);
    const run = await world.ended("retried", "False", "CustomRunCancelled");
    assert.equal((run.status as { retriesStatus?: unknown }).retriesStatus, undefined);
    const again = await world.product.cancel(world.namespace, "retried", "ines", { reason: "not now" });
    assert.equal(again.status, 409, JSON.stringify(again.body));
  });

  scenario(
    60,
    `a vote and a cancellation at the same moment, two replicas, ${ROUNDS} rounds: one end each`,
    async (world, t) => {
      const other = await world.startReplica();
      const outcomes: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const name = `round-${round}`;
        await world.createRun(handMadeRun(name));
        await world.pending(name);
        const delayMs = ((round % 6) - 3) * 5;
        const wait = (ms: number): Promise<void> =>
          new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
        const [vote, cancel] = await Promise.all([
          wait(-delayMs).then(() =>
            world.product.vote(world.namespace, name, "ann", { decision: "approve" }),
          ),
          wait(delayMs).then(() => other.cancel(world.namespace, name, "ines", { reason: "not now" })),
        ]);
        assert.deepEqual(
          [vote.status, cancel.status].toSorted((one, next) => one - next),
          [201, 409],
          JSON.stringify([vote.body, cancel.body]),
        );
        const isCancelled = cancel.status === 201;
        await (isCancelled
          ? world.ended(name, "False", "CustomRunCancelled")
          : world.ended(name, "True", "Approved"));
        const { status } = await world.approval(name);
        assert.equal(status?.votes?.length, isCancelled ? 0 : 1);
        outcomes.push(isCancelled ? "cancelled" : "approved");
      }
      t.diagnostic(outcomes.join(" "));
    },
  );
});
