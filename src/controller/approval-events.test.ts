// What `kubectl describe` tells of an approval: on the run and on the ApprovalTask, each thing once.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { BASE_URL, HeldReplica } from "../../test/kit/held-replica.ts";
import { withVote } from "../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { until } from "../../test/kit/until.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../objects/resources.ts";
import type { CustomRunSpec } from "../objects/run/custom-run.ts";
import type { KubeEvent } from "./event-series.ts";

const REF = { namespace: "default", name: "release" };
const NOW_MS = Date.parse("2026-11-24T10:00:00.900Z");
const HOUR_MS = 60 * 60_000;
const LINK = `${BASE_URL}/approvals/default/release`;

interface Scene extends TestCluster {
  readonly clock: { nowMs: number; now(): number };
  readonly replica: HeldReplica;
}

async function ask(t: TestContext, params: object, spec: CustomRunSpec = {}): Promise<Scene> {
  const cluster = await startCluster(t);
  const clock = { nowMs: NOW_MS, now: () => clock.nowMs };
  const scene = { ...cluster, clock, replica: new HeldReplica(cluster.api, clock) };
  const { apiVersion, kind, spec: asks } = makeReferringRun({ ...params }, spec);
  await cluster.api.create(CUSTOM_RUNS, {
    apiVersion,
    kind,
    metadata: REF,
    spec: asks,
  } as object as KubeEvent);
  await look(scene);
  return scene;
}

async function look({ replica }: Scene): Promise<void> {
  await replica.see(CUSTOM_RUNS, REF);
  await replica.reconcile(REF);
}

/** Of both objects, once so many are there: `CustomRun Normal Approved ×1: Approved by mary.` */
async function told({ api }: Scene, count: number): Promise<readonly string[]> {
  const events = await until(`${count} Events`, async () => {
    const { items } = await api.list<KubeEvent>(EVENTS, { namespace: REF.namespace });
    return items.length >= count && items;
  });
  return events
    .map(
      ({ involvedObject, type, reason, count: times, message }) =>
        `${involvedObject["kind"]} ${type} ${reason} ×${times}: ${message}`,
    )
    .toSorted();
}

function onBoth(text: string): readonly string[] {
  return [`ApprovalTask ${text}`, `CustomRun ${text}`];
}

const ASKED = `Normal ApprovalRequested ×1: Waiting for an approval by mary or john until 2026-11-24T11:00:00Z: ${LINK}`;

test("people are asked and decide: run and approval say so, in the words of the run's own message", async (t) => {
  const scene = await ask(t, { approvers: ["mary", "john"] }, { timeout: "1h" });
  assert.deepEqual(await told(scene, 2), onBoth(ASKED));
  const run = await scene.replica.see(CUSTOM_RUNS, REF);
  const { status } = run as unknown as { status: { conditions: readonly { message: string }[] } };
  assert.ok(ASKED.endsWith(` ×1: ${status.conditions[0]?.message}`));
  const task = (await scene.replica.see(APPROVAL_TASKS, REF)) as ApprovalTask;
  assert.equal(task.status?.deadline, "2026-11-24T11:00:00Z", "as the message says");
  await scene.api.updateStatus(APPROVAL_TASKS, withVote(task, "mary"));
  await scene.replica.see(APPROVAL_TASKS, REF);
  await look(scene);
  const end = onBoth("Normal Approved ×1: Approved by mary.");
  assert.deepEqual(await told(scene, 4), [...onBoth(ASKED), ...end].toSorted());
});

test("a controller that starts anew tells nothing again, whatever it finds", async (t) => {
  const scene = await ask(t, { approvers: ["mary", "john"] }, { timeout: "1h" });
  await told(scene, 2);
  const settleAnew = async (): Promise<number> => {
    const before = scene.writes.length;
    const anew = { ...scene, replica: new HeldReplica(scene.api, scene.clock) };
    await anew.replica.see(APPROVAL_TASKS, REF);
    await look(anew);
    return scene.writes.length - before;
  };
  assert.equal(await settleAnew(), 0, "while it waits");
  scene.clock.nowMs += HOUR_MS;
  await look(scene);
  await told(scene, 4);
  assert.equal(await settleAnew(), 0, "when it has ended");
});

test("a time-out is a warning, and another attempt asks again until its own deadline", async (t) => {
  const scene = await ask(t, { approvers: ["mary", "john"] }, { timeout: "1h", retries: 1 });
  await told(scene, 2);
  scene.clock.nowMs += HOUR_MS;
  await look(scene);
  const again = `Normal ApprovalRequested ×1: Waiting for an approval by mary or john until 2026-11-24T12:00:01Z: ${LINK}`;
  assert.deepEqual(await told(scene, 4), [...onBoth(ASKED), ...onBoth(again)].toSorted());
  scene.clock.nowMs += HOUR_MS + 1_000;
  await look(scene);
  const ends = (await told(scene, 6)).filter((line) => line.includes("TimedOut"));
  assert.deepEqual(ends, onBoth("Warning TimedOut ×1: Timed out with 0 of 1 vote."));
});

test("a cancel is told on both", async (t) => {
  const scene = await ask(t, { groups: ["ops"] });
  await told(scene, 2);
  await scene.api.patch(CUSTOM_RUNS, REF, { type: "merge", body: { spec: { status: "RunCancelled" } } });
  await look(scene);
  const ends = (await told(scene, 4)).filter((line) => line.includes("Cancelled"));
  assert.deepEqual(ends, onBoth("Normal Cancelled ×1: Cancelled, because the run was cancelled."));
});
