// Names come back: runs that are deleted and made anew, and runs that outlive what asked for them.
import assert from "node:assert/strict";
import { suite } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { until } from "../kit/until.ts";
import { approval, foreign } from "./pipelines.ts";
import { scenario } from "./scenario.ts";
import { succeededOf, type World } from "./world.ts";

/** An orphan is closed by what Countersign learns of its PipelineRun; this is the time in which it must. */
const CLOSED_WITHIN_MS = 10_000;

const COLLECTED_WITHIN_MS = 10_000;

/** Long enough for an old answer to end the new run, if it were taken for its own. */
const TAKEN_OVER_MS = 1_500;

/** Deletes the run and waits until Tekton has made another of that name. */
async function replaceRun(world: World, name: string): Promise<CustomRun> {
  const { uid } = (await world.run(name)).metadata;
  await world.kube.delete(CUSTOM_RUNS, world.ref(name), { propagationPolicy: "Background" });
  return await world.until<CustomRun>(
    CUSTOM_RUNS,
    name,
    "to be made anew",
    ({ metadata }) => metadata.uid !== uid,
  );
}

/** Somebody's finalizers; with one, the approval outlives its run. */
async function setFinalizers(world: World, name: string, finalizers: readonly string[]): Promise<void> {
  const body = { metadata: { finalizers } };
  await world.kube.patch(APPROVAL_TASKS, world.ref(name), { type: "merge", body });
}

/** Nobody is asked any more, and nobody's answer is taken. */
async function closed(world: World, name: string): Promise<void> {
  await until(
    `approval ${name} to be closed or gone`,
    async () => {
      const { status, body } = await world.product.show(world.namespace, name);
      return status === 404 || body.state === "cancelled";
    },
    { withinMs: CLOSED_WITHIN_MS },
  );
  const late = await world.vote(name, "ann", { decision: "approve" });
  assert.ok([404, 409].includes(late.status), `a late answer: ${late.status}`);
}

suite("Replacing", { concurrency: 3 }, () => {
  scenario(
    12,
    "a pending run that is made anew asks anew: old votes and old digests do not count",
    async (world) => {
      await world.createPipelineRun("p", [
        approval("approve", { approvers: ["ann", "bob"], strategy: "MULTI" }),
      ]);
      const first = await world.pending("p-approve");
      await world.answer("p-approve", "ann", "approve");
      const run = await replaceRun(world, "p-approve");
      const second = await world.pending("p-approve", first);
      assert.deepEqual(second.votes, []);
      assert.deepEqual(second.responses, { received: 0, required: 2 });
      const stale = await world.vote("p-approve", "bob", { decision: "approve", digest: first.digest });
      assert.equal(stale.status, 409, JSON.stringify(stale.body));
      const bob = await world.answer("p-approve", "bob", "approve");
      assert.equal(bob.state, "pending");
      assert.equal((await world.approval("p-approve")).spec.run.uid, run.metadata.uid);
      await world.answer("p-approve", "ann", "approve");
      await world.ended("p-approve", "True", "Approved");
    },
  );

  scenario(
    13,
    "an approved run that is made anew is asked again, its old ApprovalTask is not reused",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve"), approval("other")]);
      const first = await world.pending("p-approve");
      await world.answer("p-approve", "ann", "approve");
      await world.ended("p-approve", "True", "Approved");
      const old = await world.approval("p-approve");
      await setFinalizers(world, "p-approve", ["example.test/hold"]);
      const { metadata } = await replaceRun(world, "p-approve");
      await sleep(TAKEN_OVER_MS);
      assert.equal((await world.approval("p-approve")).metadata.uid, old.metadata.uid);
      const anew = await world.run("p-approve");
      assert.equal(anew.metadata.uid, metadata.uid);
      assert.notEqual(anew.status?.conditions?.[0]?.status, "True", "the old answer is not taken");
      await setFinalizers(world, "p-approve", []);
      const second = await world.pending("p-approve", first);
      assert.deepEqual(second.votes, []);
      assert.notEqual((await world.approval("p-approve")).metadata.uid, old.metadata.uid);
      await world.answer("p-approve", "ann", "reject");
      await world.ended("p-approve", "True", "Rejected");
    },
  );

  scenario(14, "a PipelineRun of the same name waits for an approval of its own", async (world) => {
    await world.createPipelineRun("p", [approval("approve"), approval("other")]);
    const first = await world.pending("p-approve");
    await world.answer("p-approve", "ann", "approve");
    const { metadata } = await world.ended("p-approve", "True", "Approved");
    assert.equal(metadata.finalizers, undefined, "nothing holds the run when it goes");
    await world.kube.delete(PIPELINE_RUNS, world.ref("p"), { propagationPolicy: "Background" });
    // Tekton adopts runs by name: what is still there when the name comes back would count for the new PipelineRun.
    await until(
      "the old run to be collected at once",
      async () => (await world.find(CUSTOM_RUNS, "p-approve")) === undefined,
      { withinMs: COLLECTED_WITHIN_MS, everyMs: 50 },
    );
    const again = await world.createPipelineRun("p", [approval("approve")]);
    const second = await world.pending("p-approve", first);
    assert.deepEqual(second.votes, []);
    const run = await world.run("p-approve");
    assert.equal(run.metadata.ownerReferences?.[0]?.uid, again.metadata.uid);
    assert.notEqual(run.status?.conditions?.[0]?.status, "True");
  });

  for (const propagationPolicy of ["Background", "Foreground", "Orphan"] as const) {
    scenario(15, `the PipelineRun is deleted (${propagationPolicy}): the approval closes`, async (world) => {
      await world.createPipelineRun("p", [approval("approve")]);
      await world.pending("p-approve");
      await world.kube.delete(PIPELINE_RUNS, world.ref("p"), { propagationPolicy });
      await closed(world, "p-approve");
      if (propagationPolicy === "Orphan") {
        await world.ended("p-approve", "False", "CustomRunCancelled");
        return;
      }
      await until("run and ApprovalTask to be collected", async () => {
        const left = [
          await world.find(CUSTOM_RUNS, "p-approve"),
          await world.find(APPROVAL_TASKS, "p-approve"),
        ];
        return left.every((object) => object === undefined);
      });
    });
  }

  scenario(16, "a PipelineRun that ends by a missing result leaves no approval open", async (world) => {
    await world.createPipelineRun("p", [
      approval("approve"),
      foreign("silent"),
      foreign("needs", { word: "$(tasks.silent.results.word)" }),
    ]);
    await world.pending("p-approve");
    await world.finishForeign("p-silent", {});
    const ended = succeededOf(await world.pipelineRunEnded("p"));
    assert.equal(ended?.status, "False", JSON.stringify(ended));
    await closed(world, "p-approve");
    await world.ended("p-approve", "False", "CustomRunCancelled");
  });

  scenario(
    17,
    "a PipelineRun that ends because a sibling could not be made leaves no approval open",
    async (world) => {
      await world.createPipelineRun("p", [
        approval("approve"),
        // Tekton hands an embedded spec on as it is, and the API server takes nothing but an object.
        { name: "unmakeable", taskSpec: { apiVersion: "example.test/v1", kind: "Question", spec: "text" } },
      ]);
      const ended = succeededOf(await world.pipelineRunEnded("p"));
      assert.deepEqual([ended?.status, ended?.reason], ["False", "CreateRunFailed"], JSON.stringify(ended));
      await world.ended("p-approve", "False", "CustomRunCancelled");
      await closed(world, "p-approve");
      const task = await world.find<ApprovalTask>(APPROVAL_TASKS, "p-approve");
      assert.notEqual(task?.status?.status, "pending");
    },
  );
});
