// Time limits: whose they are, how they are read, and that they hold across restarts.
import assert from "node:assert/strict";
import { suite } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { approval, handMadeRun } from "./pipelines.ts";
import { cluster, scenario, timedScenario } from "./scenario.ts";
import { type PipelineRunSeen, resultsOf, type World } from "./world.ts";

/** Longer than the 60 minutes that Tekton's own helper would have a run wait. */
const LONGER_THAN_AN_HOUR_MS = 61 * 60_000;
const HOUR_MS = 3_600_000;
const PROMPTLY_MS = 3_000;
const CLOCK_IS_NOTICED_MS = 4_000;

interface RetriedStatus {
  readonly retriesStatus?: readonly {
    readonly conditions?: readonly { readonly status?: string; readonly reason?: string }[];
    readonly startTime?: string;
    readonly retriesStatus?: unknown;
  }[];
}

/** How long after its deadline the run ended, in whole seconds as it is written. */
async function lateness(world: World, name: string, timeoutMs: number): Promise<number> {
  const { status } = await world.ended(name, "False", "CustomRunTimedOut");
  return Date.parse(status?.completionTime ?? "") - Date.parse(status?.startTime ?? "") - timeoutMs;
}

suite("Timing", { concurrency: 4 }, () => {
  scenario(
    18,
    "a time limit ends the run promptly, with all results, also across a restart",
    async (world) => {
      await world.createRun(handMadeRun("running", {}, { timeout: "3s" }));
      await world.createRun(handMadeRun("restarted", {}, { timeout: "10s" }));
      await world.createRun(handMadeRun("down", {}, { timeout: "14s" }));
      await world.createRun(handMadeRun("answered", {}, { timeout: "8s" }));
      await world.pending("down");
      await world.answer("answered", "ann", "approve");
      assert.ok((await lateness(world, "running", 3_000)) <= PROMPTLY_MS);
      await world.product.restart();
      assert.ok((await lateness(world, "restarted", 10_000)) <= PROMPTLY_MS);
      await world.product.kill();
      await sleep(5_000);
      await world.product.restart();
      const run = await world.ended("down", "False", "CustomRunTimedOut");
      assert.equal(resultsOf(run)["decision"], "false");
      assert.equal(Object.keys(resultsOf(run)).length, 7);
      const shown = await world.untilShown("down", "to show its end", ({ state }) => state === "timedOut");
      assert.deepEqual(shown.votes, []);
      assert.equal((await world.vote("down", "ann", { decision: "approve" })).status, 409);
      const inTime = await world.product.show(world.namespace, "answered");
      assert.equal(inTime.body.state, "approved", "what was answered in time stays answered");
    },
  );

  timedScenario(18, "a time limit of 26 h holds until then and no longer", async (world) => {
    await world.createRun(handMadeRun("long", {}, { timeout: "26h" }));
    await world.pending("long");
    await world.letPass(25 * HOUR_MS, ["long"]);
    await sleep(1_000);
    await world.pending("long");
    await world.letPass(HOUR_MS, ["long"]);
    const run = await world.ended("long", "False", "CustomRunTimedOut");
    assert.equal(resultsOf(run)["decision"], "false");
  });

  timedScenario(
    19,
    "without a limit of its own a run still waits after 61 minutes of a 3 h pipeline",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")], { spec: { timeouts: { pipeline: "3h" } } });
      await world.pending("p-approve");
      assert.equal((await world.run("p-approve")).spec?.timeout, undefined);
      await world.letPass(LONGER_THAN_AN_HOUR_MS, ["p-approve"]);
      await sleep(2_000);
      await world.pending("p-approve");
      // Tekton names the run as the PipelineRun's own when it comes to it.
      const shown = await world.untilShown(
        "p-approve",
        "to end with its PipelineRun",
        ({ deadlineOf }) => deadlineOf === "pipelineRun",
      );
      const pipelineRun = await world.kube.get<PipelineRunSeen & { status?: { startTime?: string } }>(
        PIPELINE_RUNS,
        world.ref("p"),
      );
      assert.equal(
        Date.parse(shown.deadline ?? "") - Date.parse(pipelineRun.status?.startTime ?? ""),
        3 * 3_600_000,
      );
      await world.answer("p-approve", "ann", "approve");
      await world.ended("p-approve", "True", "Approved");
    },
  );

  timedScenario(20, "a limit of 0 is none, a negative one is refused", async (world) => {
    await world.createRun(handMadeRun("zero", {}, { timeout: "0s" }));
    await world.createRun(handMadeRun("negative", {}, { timeout: "-5s" }));
    assert.equal((await world.pending("zero")).deadline, null);
    const run = await world.ended("negative", "False", "ApprovalParametersInvalid");
    assert.match(run.status?.conditions?.[0]?.message ?? "", /timeout/u);
    await world.letPass(LONGER_THAN_AN_HOUR_MS, ["zero"]);
    await world.answer("zero", "ann", "approve");
    await world.ended("zero", "True", "Approved");
  });

  scenario(21, "each time-out archives an attempt and asks again, until no retry is left", async (world) => {
    const { metadata } = await world.createRun(handMadeRun("thrice", {}, { timeout: "2s", retries: 2 }));
    const run = await world.ended("thrice", "False", "CustomRunTimedOut");
    const archived = (run.status as RetriedStatus).retriesStatus ?? [];
    assert.equal(archived.length, 2);
    for (const { conditions, retriesStatus } of archived) {
      assert.equal(conditions?.[0]?.status, "False");
      assert.equal(conditions[0].reason, "CustomRunTimedOut");
      assert.equal(retriesStatus, undefined);
    }
    const starts = [...archived.map(({ startTime }) => startTime), run.status?.startTime];
    assert.equal(new Set(starts).size, 3, "each attempt has its own beginning");
    const seen = await world.history.until(
      metadata.uid,
      "to end",
      ({ status }) => status?.completionTime !== undefined,
    );
    const unfinished = seen.slice(0, -1);
    const states = new Set(unfinished.map(({ status }) => status?.conditions?.[0]?.status ?? "Unknown"));
    assert.deepEqual([...states], ["Unknown"]);
    const lengths = unfinished.map(
      ({ status }) => (status as RetriedStatus | undefined)?.retriesStatus?.length ?? 0,
    );
    assert.deepEqual([...new Set(lengths)], [0, 1, 2]);
  });

  scenario(22, "a rejection is final, whatever retries are left", async (world) => {
    await world.createRun(handMadeRun("rejected", { onReject: "fail" }, { retries: 1, timeout: "1h" }));
    await world.answer("rejected", "ann", "reject", "not today");
    const run = await world.ended("rejected", "False", "Rejected");
    assert.equal((run.status as RetriedStatus).retriesStatus, undefined);
    assert.equal((await world.vote("rejected", "ann", { decision: "approve" })).status, 409);
  });

  timedScenario(
    49,
    "the clock is set forward, or back: votes and the time-out go by the same clock",
    async (world) => {
      await world.createRun(handMadeRun("forward", {}, { timeout: "1h" }));
      await world.createRun(handMadeRun("back", {}, { timeout: "1h" }));
      await world.pending("forward");
      await world.pending("back");
      world.setClockBy(-HOUR_MS);
      await sleep(CLOCK_IS_NOTICED_MS);
      // An hour is half of what is left now, for whoever waits and for whoever votes.
      await world.letPass(HOUR_MS, ["back", "forward"]);
      await sleep(1_000);
      await world.pending("forward");
      await world.answer("back", "ann", "approve");
      world.setClockBy(HOUR_MS);
      assert.equal((await world.vote("forward", "ann", { decision: "approve" })).status, 409);
      await world.ended("forward", "False", "CustomRunTimedOut");
      await world.ended("back", "True", "Approved");
    },
    { skip: cluster.tekton === "small" ? false : "the clock of this cluster is not ours to set" },
  );
});
