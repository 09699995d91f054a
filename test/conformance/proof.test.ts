// What is proven about a run, and what is only what it says of itself.
import assert from "node:assert/strict";
import { suite } from "node:test";
import type { ApprovalDetail } from "../../src/approvals/approval-view.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { approval, handMadeRun, say, toParams } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { type PipelineRunSeen, resultsOf, succeededOf, type World } from "./world.ts";
import { ownedBy } from "../kit/make-pipeline-run.ts";

const PIPELINES = {
  group: "tekton.dev",
  version: "v1",
  plural: "pipelines",
  kind: "Pipeline",
  namespaced: true,
} as const;

/** A run that says by its owner reference that it belongs to the PipelineRun; and by labels, to which task of it. */
function claimToBelong(run: CustomRun, pipelineRun: PipelineRunSeen, task?: string): CustomRun {
  const { name, uid = "" } = pipelineRun.metadata;
  const labels = {
    "tekton.dev/pipelineRun": name,
    "tekton.dev/pipelineRunUID": uid,
    "tekton.dev/pipelineTask": task ?? "",
    "tekton.dev/memberOf": "tasks",
  };
  const more = { ...ownedBy(pipelineRun), ...(task === undefined ? {} : { labels }) };
  return { ...run, metadata: { ...run.metadata, ...more } };
}

async function verified(world: World, name: string): Promise<ApprovalDetail> {
  return await world.untilShown(name, "to be verified", (shown) => shown.pipelineRunStanding === "verified");
}

function assertUnproven(shown: ApprovalDetail): void {
  const { pipelineRunStanding, pipelineRunVerified, runParameters, deadlineOf } = shown;
  assert.deepEqual(
    { pipelineRunStanding, pipelineRunVerified, runParameters, deadlineOf },
    { pipelineRunStanding: "unconfirmed", pipelineRunVerified: false, runParameters: [], deadlineOf: null },
  );
}

/** Lets Tekton look at the PipelineRun once more. */
async function touch(world: World, name: string): Promise<void> {
  const before = await world.until<PipelineRunSeen>(PIPELINE_RUNS, name, "to be there", () => true);
  const body = { metadata: { labels: { touched: String(before.metadata.generation) } } };
  await world.kube.patch(PIPELINE_RUNS, world.ref(name), { type: "merge", body });
}

const FOUR_EYES = { strategy: "FOUR_EYES", approvers: ["ann", "bob"] };
const ship = say("ship", "shipped", { runAfter: ["approve"] });

/** What a run made by others does to a pipeline, and deploy/admission is for: neither ann nor bob was asked. */
async function goesPastTheGate(world: World, pipelineRun: string): Promise<void> {
  const ended = await world.pipelineRunEnded(pipelineRun);
  assert.equal(succeededOf(ended)?.status, "True", JSON.stringify(ended.status));
}

function isApproved({ state }: ApprovalDetail): boolean {
  return state === "approved";
}

suite("Proof", { concurrency: 3 }, () => {
  scenario(
    52,
    "an owner reference made by hand shows nothing of the PipelineRun: it must name the run itself",
    async (world) => {
      const params = toParams({ version: "2.14.0" });
      const victim = await world.createPipelineRun("release", [approval("approve")], { spec: { params } });
      const own = await verified(world, "release-approve");
      assert.deepEqual(own.runParameters, [{ name: "version", value: "2.14.0", masked: false }]);
      assert.equal(own.deadlineOf, "pipelineRun");

      await world.createRun(claimToBelong(handMadeRun("by-owner"), victim));
      await world.createRun(claimToBelong(handMadeRun("by-label"), victim, "no-task-of-it"));
      for (const name of ["by-owner", "by-label"]) assertUnproven(await world.pending(name));
      await touch(world, "release");
      await world.createRun(handMadeRun("alone"));
      assert.equal((await world.pending("alone")).pipelineRunStanding, "none");
      for (const name of ["by-owner", "by-label"]) {
        const claiming = await world.pending(name);
        assertUnproven(claiming);
        assert.equal(claiming.pipelineRun, "release", "what it says of itself is told as that");
      }

      await world.answer("release-approve", "ann", "approve");
      const ended = await world.pipelineRunEnded("release");
      assert.equal(succeededOf(ended)?.status, "True", "it went by its own run alone");
      const decided = await world.untilShown("release-approve", "to be over", isApproved);
      assert.equal(decided.pipelineRunStanding, "verified", "what was proven stays so after the end");
      assert.deepEqual(decided.runParameters, own.runParameters, "and so does what it was decided on");
      const run = await world.run("release-approve");
      assert.deepEqual(decided.results, resultsOf(run), "all that the run got, as it got it");
      for (const name of ["by-owner", "by-label"]) {
        assertUnproven(await world.untilShown(name, "to be over", ({ state }) => state === "cancelled"));
      }
    },
  );

  scenario(
    52,
    "a Pipeline says which of its parameters are shown, though they look like secrets",
    async (world) => {
      const params = { "issue-key": "PAY-1190", "api-key": "tok-1" };
      const annotations = { "countersign.dev/show-params": "issue-key" };
      await world.kube.create<KubeObject>(PIPELINES, {
        apiVersion: "tekton.dev/v1",
        kind: "Pipeline",
        metadata: { name: "release", namespace: world.namespace, annotations },
        spec: { params: Object.keys(params).map((name) => ({ name })), tasks: [approval("approve")] },
      } as KubeObject);
      await world.kube.create<KubeObject>(PIPELINE_RUNS, {
        apiVersion: "tekton.dev/v1",
        kind: "PipelineRun",
        metadata: { name: "release", namespace: world.namespace },
        spec: { pipelineRef: { name: "release" }, params: toParams(params) },
      } as KubeObject);
      const isShown = ({ runParameters }: ApprovalDetail): boolean => runParameters[0]?.masked === false;
      const shown = await world.untilShown("release-approve", "to show what it may", isShown);
      assert.deepEqual(shown.runParameters, [
        { name: "issue-key", value: "PAY-1190", masked: false },
        { name: "api-key", value: "(masked)", masked: true },
      ]);
      await world.answer("release-approve", "ann", "approve");
      await world.pipelineRunEnded("release");
    },
  );

  scenario(52, "what a PipelineRun lists before its first task is no proof", async (world) => {
    const spec = { status: "PipelineRunPending", params: toParams({ version: "2.14.0" }) };
    const waiting = await world.createPipelineRun("release", [approval("approve")], { spec });
    const isPending = (seen: PipelineRunSeen): boolean => succeededOf(seen)?.reason === "PipelineRunPending";
    await world.until<PipelineRunSeen>(PIPELINE_RUNS, "release", "to wait", isPending);
    await world.createRun(claimToBelong(handMadeRun("forged"), waiting, "no-task-of-it"));
    assertUnproven(await world.pending("forged"));
    await touch(world, "release");
    if (cluster.tekton !== "small") {
      const listsIt = ({ status }: PipelineRunSeen): boolean =>
        status?.childReferences?.some(({ name }) => name === "forged") === true;
      await world.until<PipelineRunSeen>(
        PIPELINE_RUNS,
        "release",
        "to list what claims to be its own",
        listsIt,
      );
    }
    assertUnproven(await world.pending("forged"));

    await world.patchPipelineRun("release", { status: null });
    await verified(world, "release-approve");
    assertUnproven(await world.pending("forged"));
    await world.answer("release-approve", "ann", "reject");
    await world.pipelineRunEnded("release");
  });

  scenario(53, "Tekton takes over by its name a run that somebody made before", async (world) => {
    await world.createRun(handMadeRun("deploy-approve", { approvers: ["mallory"] }));
    await world.answer("deploy-approve", "mallory", "approve");
    await world.createPipelineRun("deploy", [approval("approve", FOUR_EYES), ship]);
    await goesPastTheGate(world, "deploy");
    const { pipelineRunStanding } = await world.untilShown("deploy-approve", "to be over", isApproved);
    assert.equal(pipelineRunStanding, "none", "its page goes on to say that it belongs to no pipeline");
  });

  scenario(
    53,
    "Tekton takes over a run of another PipelineRun, where names come out the same",
    async (world) => {
      await world.createPipelineRun("shop", [approval("deploy-approve", { approvers: ["mallory"] })]);
      await world.answer("shop-deploy-approve", "mallory", "approve");
      await world.pipelineRunEnded("shop");
      await world.createPipelineRun("shop-deploy", [approval("approve", FOUR_EYES), ship]);
      await goesPastTheGate(world, "shop-deploy");
    },
  );

  scenario(53, "Tekton takes over a run of any kind, which another controller then ends", async (world) => {
    const spec = { customRef: { apiVersion: "example.test/v1", kind: "Wait" } };
    await world.createRun({ ...handMadeRun("deploy-approve"), spec });
    await world.finishForeign("deploy-approve", { decision: "true" });
    await world.createPipelineRun("deploy", [approval("approve", FOUR_EYES), ship]);
    await goesPastTheGate(world, "deploy");
    assert.match(
      world.product.log,
      /whoever may create CustomRuns can get past any approval/u,
      "it says so at its start",
    );
  });

  scenario(
    53,
    "Tekton takes over by owner and labels a run that somebody made before its task",
    async (world) => {
      const spec = { status: "PipelineRunPending" };
      const victim = await world.createPipelineRun("deploy", [approval("approve", FOUR_EYES), ship], {
        spec,
      });
      await world.createRun(
        claimToBelong(handMadeRun("forged", { approvers: ["mallory"] }), victim, "approve"),
      );
      await world.answer("forged", "mallory", "approve");
      await world.patchPipelineRun("deploy", { status: null });
      await goesPastTheGate(world, "deploy");
      assert.equal(await world.find(CUSTOM_RUNS, "deploy-approve"), undefined, "nobody was asked");
    },
  );
});
