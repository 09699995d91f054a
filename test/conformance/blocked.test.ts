// Somebody or something is in the way: runs end all the same, and say what it was.
import assert from "node:assert/strict";
import { suite } from "node:test";
import { BOUNDS } from "../../src/objects/approval/approval-task.ts";
import { countCharacters } from "../../src/objects/characters.ts";
import type { CustomRun, CustomRunStatus } from "../../src/objects/run/custom-run.ts";
import type { Resource } from "../../src/kube/kube-api.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { formatTime } from "../../src/std/clock.ts";
import { approval, handMadeRun, say } from "./pipelines.ts";
import { refuseWrites } from "./refuse-writes.ts";
import { scenario } from "./scenario.ts";
import { resultsOf, succeededOf, type World } from "./world.ts";

const HOLD = "example.test/hold";
const CANCEL = { status: "RunCancelled" } as const;
/** Long enough for the run to be seen as it waits, on a slow machine too. */
const TIMEOUT = "6s";

async function setFinalizers(
  world: World,
  resource: Resource,
  name: string,
  finalizers: readonly string[],
): Promise<void> {
  await world.kube.patch(resource, world.ref(name), { type: "merge", body: { metadata: { finalizers } } });
}

function messageOf(run: CustomRun): string {
  return run.status?.conditions?.[0]?.message ?? "";
}

/** Waits until the run says, while it waits, what is in the way. */
async function heldUp(world: World, name: string, what: RegExp): Promise<void> {
  await world.until<CustomRun>(CUSTOM_RUNS, name, `to say ${what}`, (run) => what.test(messageOf(run)));
}

/** A run of the name of one before it, whose ApprovalTask a finalizer holds. */
async function createAfterHeld(world: World, name: string, timeout?: string): Promise<void> {
  await world.createRun(handMadeRun(name));
  await world.pending(name);
  await setFinalizers(world, APPROVAL_TASKS, name, [HOLD]);
  await world.kube.delete(CUSTOM_RUNS, world.ref(name));
  await world.until(APPROVAL_TASKS, name, "to be on its way out", ({ metadata }) => {
    return metadata.deletionTimestamp !== undefined;
  });
  await world.createRun(handMadeRun(name, {}, timeout === undefined ? {} : { timeout }));
}

suite("Blocked", { concurrency: 2 }, () => {
  scenario(
    41,
    "a run that is deleted while somebody's finalizer holds it ends, and so does its PipelineRun",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")], { finally: [say("after", "done")] });
      await world.pending("p-approve");
      await setFinalizers(world, CUSTOM_RUNS, "p-approve", ["results.tekton.dev/customrun"]);
      try {
        await world.product.kill();
        await world.kube.delete(CUSTOM_RUNS, world.ref("p-approve"));
        await world.patchPipelineRun("p", { status: "CancelledRunFinally" });
        await world.product.restart();
        const run = await world.ended("p-approve", "False", "CustomRunCancelled");
        assert.equal(resultsOf(run)["decision"], "false");
        const task = await world.approval("p-approve");
        assert.equal(task.status?.decision?.reason, "RunDeleted");
        const late = await world.vote("p-approve", "ann", { decision: "approve" });
        assert.equal(late.status, 409, JSON.stringify(late.body));
        assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, "Cancelled");
      } finally {
        await setFinalizers(world, CUSTOM_RUNS, "p-approve", []);
      }
    },
  );

  scenario(41, "a cancelled run that is then deleted, and held, ends too", async (world) => {
    await world.product.kill();
    await world.createPipelineRun("p", [approval("approve")], { finally: [say("after", "done")] });
    await world.run("p-approve");
    await setFinalizers(world, CUSTOM_RUNS, "p-approve", ["results.tekton.dev/customrun"]);
    try {
      await world.patchPipelineRun("p", { status: "CancelledRunFinally" });
      await world.until<CustomRun>(CUSTOM_RUNS, "p-approve", "to be cancelled", ({ spec }) => {
        return spec?.status === "RunCancelled";
      });
      await world.kube.delete(PIPELINE_RUNS, world.ref("p"), { propagationPolicy: "Foreground" });
      await world.until<CustomRun>(CUSTOM_RUNS, "p-approve", "to be on its way out", ({ metadata }) => {
        return metadata.deletionTimestamp !== undefined;
      });
      await world.product.restart();
      await world.ended("p-approve", "False", "CustomRunCancelled");
    } finally {
      await setFinalizers(world, CUSTOM_RUNS, "p-approve", []);
    }
  });

  scenario(42, "a cancel with a message of 5,000 characters ends the run", async (world) => {
    await world.createRun(handMadeRun("wordy"));
    await world.pending("wordy");
    const statusMessage = `Stopped. ${"why ".repeat(1_250)}`;
    await world.patchRun("wordy", { ...CANCEL, statusMessage });
    const run = await world.ended("wordy", "False", "CustomRunCancelled");
    assert.match(messageOf(run), /Stopped\. why/u);
    const { decision } = (await world.approval("wordy")).status ?? {};
    assert.deepEqual([decision?.state, decision?.reason], ["cancelled", "RunCancelled"]);
    assert.ok(countCharacters(decision?.message ?? "") <= BOUNDS.message);
    assert.ok(countCharacters(messageOf(run)) <= BOUNDS.message);
  });

  scenario(
    43,
    "an ApprovalTask behind a finalizer: the new run says so, and its time ends it",
    async (world) => {
      await createAfterHeld(world, "late", TIMEOUT);
      try {
        await heldUp(
          world,
          "late",
          /^Nobody is asked yet: the ApprovalTask late .* held by example\.test\/hold/u,
        );
        const run = await world.ended("late", "False", "CustomRunTimedOut");
        assert.match(messageOf(run), /held by example\.test\/hold/u);
      } finally {
        await setFinalizers(world, APPROVAL_TASKS, "late", []);
      }
    },
  );

  scenario(43, "an ApprovalTask behind a finalizer: when it goes, the new run is asked", async (world) => {
    await createAfterHeld(world, "patient");
    await heldUp(world, "patient", /^Nobody is asked yet: .* held by example\.test\/hold/u);
    await setFinalizers(world, APPROVAL_TASKS, "patient", []);
    await heldUp(world, "patient", /^Waiting for an approval by /u);
    await world.answer("patient", "ann", "approve");
    await world.ended("patient", "True", "Approved");
  });

  scenario(44, "an approval that cannot be created: cancel and time end the run", async (world, t) => {
    await refuseWrites(world, t, { resource: "approvaltasks", verb: "create" });
    const names = { cancelled: {}, late: { timeout: TIMEOUT } };
    for (const [name, spec] of Object.entries(names)) {
      await world.createRun(handMadeRun(name, {}, spec));
      await heldUp(
        world,
        name,
        /^Nobody is asked yet: .* \(403 Forbidden\): .*the quota of approvals is used up/u,
      );
    }
    await world.patchRun("cancelled", CANCEL);
    const cancelled = await world.ended("cancelled", "False", "CustomRunCancelled");
    assert.equal(resultsOf(cancelled)["decision"], "false");
    const late = await world.ended("late", "False", "CustomRunTimedOut");
    assert.match(messageOf(late), /the quota of approvals is used up/u);
    for (const name of Object.keys(names)) assert.equal(await world.find(APPROVAL_TASKS, name), undefined);
  });

  scenario(45, "a run whose status somebody wrote first opens, and is answered", async (world) => {
    await world.product.kill();
    const run = await world.createRun(handMadeRun("forged", {}, { timeout: "1h", retries: 1 }));
    world.history.forgive(run.metadata.uid);
    await world.kube.updateStatus<CustomRun>(CUSTOM_RUNS, { ...run, status: forgedStatus() });
    await world.product.restart();
    await world.pending("forged");
    const { status } = await world.approval("forged");
    assert.equal(status?.attempt, 2, "retries + 1");
    const leftMs = Date.parse(status?.deadline ?? "") - Date.now();
    assert.ok(leftMs <= 3_601_000, `${leftMs} ms are left`);
    const { status: told } = await world.run("forged");
    assert.equal(told?.conditions?.[0]?.type, "Succeeded");
    await world.answer("forged", "ann", "approve");
    await world.ended("forged", "True", "Approved");
  });

  scenario(46, "an approval that cannot be closed: cancel and time end the run", async (world, t) => {
    const names = { cancelled: {}, late: { timeout: TIMEOUT } };
    for (const [name, spec] of Object.entries(names)) {
      const { metadata } = await world.createRun(handMadeRun(name, {}, spec));
      // It ends without a decision on record: there is no way to record one.
      world.history.forgive(metadata.uid);
      await world.pending(name);
    }
    await refuseWrites(world, t, { resource: "approvaltasks/status", verb: "update" });
    await world.patchRun("cancelled", CANCEL);
    for (const [name, reason] of [
      ["cancelled", "CustomRunCancelled"],
      ["late", "CustomRunTimedOut"],
    ] as const) {
      const run = await world.ended(name, "False", reason);
      assert.match(messageOf(run), /refuses to write the status .*the quota of approvals is used up/u);
      const late = await world.vote(name, "ann", { decision: "approve" });
      assert.notEqual(late.status, 201, JSON.stringify(late.body));
    }
  });
});

/** As whoever may write it could: a start in the year 9999, 300 attempts, a condition of their own first. */
function forgedStatus(): CustomRunStatus {
  const lastTransitionTime = formatTime(Date.now());
  const other = { status: "Unknown", reason: "Elsewhere", message: "", lastTransitionTime } as const;
  const failed = { conditions: [{ ...other, type: "Succeeded", status: "False" as const }] };
  return {
    startTime: "9999-12-31T23:59:59Z",
    conditions: [
      { ...other, type: "Ready" },
      { ...other, type: "Succeeded" },
    ],
    retriesStatus: Array.from({ length: 300 }, () => failed),
  };
}
