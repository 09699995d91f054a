// Whatever cannot be written, or is in the way: the run says so once, and its own cancel and time-out end it.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import type { KubeObject } from "../kube/kube-api.ts";
import { KubeError } from "../kube/kube-error.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../objects/resources.ts";
import { checkConditions } from "../../test/kit/check-conditions.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { HeldReplica } from "../../test/kit/held-replica.ts";

const REF = { namespace: "default", name: "release" };
const HOUR_MS = 60 * 60_000;
const QUOTA = { code: 403, reason: "Forbidden", message: "exceeded quota: approvals=1" };

interface Scene {
  readonly cluster: TestCluster;
  readonly replica: HeldReplica;
  /** Moves the replica's clock. */
  advance(ms: number): void;
  /** Looks until there is nothing to do, or until the API server refuses; gives the run as it is then. */
  look(): Promise<CustomRun>;
}

async function openScene(t: TestContext): Promise<Scene> {
  const cluster = await startCluster(t);
  let aheadMs = 0;
  const replica = new HeldReplica(cluster.api, { now: () => Date.now() + aheadMs });
  const look = async (): Promise<CustomRun> => {
    await replica.see(CUSTOM_RUNS, REF);
    await replica
      .reconcile(REF)
      .catch((error: unknown) => assert.ok(error instanceof KubeError, String(error)));
    return await cluster.api.get<CustomRun>(CUSTOM_RUNS, REF);
  };
  return { cluster, replica, look, advance: (ms) => void (aheadMs += ms) };
}

async function createRun({ cluster }: Scene, more: CustomRunSpec = {}): Promise<void> {
  const { apiVersion, kind, spec } = makeReferringRun({ approvers: ["mary"] }, { timeout: "1h", ...more });
  const run = { apiVersion, kind, spec, metadata: REF } as KubeObject;
  await cluster.api.create<KubeObject>(CUSTOM_RUNS, run);
}

async function cancelRun({ cluster }: Scene): Promise<void> {
  const body = { spec: { status: "RunCancelled", statusMessage: "Nobody needs it." } };
  await cluster.api.patch(CUSTOM_RUNS, REF, { type: "merge", body });
}

/** Every such write is refused from now on. */
function refuse({ cluster }: Scene, what: string, refusal = QUOTA): void {
  cluster.kube.setFaults(({ verb, resource, subresource = "" }) => {
    const write = `${verb} ${resource}${subresource === "" ? "" : `/${subresource}`}`;
    return write === what ? { refuse: refusal } : undefined;
  });
}

async function setFinalizers({ cluster }: Scene, finalizers: readonly string[]): Promise<void> {
  const body = { metadata: { finalizers } };
  await cluster.api.patch(APPROVAL_TASKS, REF, { type: "merge", body });
}

function conditionOf(run: CustomRun): { readonly reason: string; readonly message: string } {
  checkConditions(run.status?.conditions);
  const { reason = "", message = "" } = run.status?.conditions?.[0] ?? {};
  return { reason, message };
}

async function listWarnings({ cluster }: Scene): Promise<readonly string[]> {
  const { items } = await cluster.api.list<KubeObject & { reason: string }>(EVENTS, {
    namespace: REF.namespace,
    fieldSelector: "type=Warning",
  });
  return items.map(({ reason }) => reason);
}

/** An ApprovalTask that a run of that name left behind, and that a finalizer holds. */
async function leaveOver(scene: Scene): Promise<void> {
  await createRun(scene);
  await scene.look();
  await setFinalizers(scene, ["example.test/hold"]);
  await scene.cluster.api.delete(CUSTOM_RUNS, REF);
  await createRun(scene);
  await scene.replica.see(APPROVAL_TASKS, REF);
}

const SCENES: Readonly<Record<string, (scene: Scene) => Promise<RegExp>>> = {
  "creating the approval is refused": async (scene) => {
    await createRun(scene);
    refuse(scene, "create approvaltasks");
    return /yet: the API server refuses to create the ApprovalTask release \(403 Forbidden\): exceeded quota/u;
  },
  "starting the approval is refused": async (scene) => {
    await createRun(scene);
    refuse(scene, "update approvaltasks/status", { code: 422, reason: "Invalid", message: "too long" });
    return /yet: the API server refuses to write the status .* \(422 Invalid\): too long/u;
  },
  "an ApprovalTask of an earlier run is held by a finalizer": async (scene) => {
    await leaveOver(scene);
    return /yet: the ApprovalTask release is being deleted, and held by example\.test\/hold/u;
  },
  "an approval that was asked is deleted, and held by a finalizer": async (scene) => {
    await createRun(scene);
    await scene.look();
    await setFinalizers(scene, ["example.test/hold"]);
    await scene.cluster.api.delete(APPROVAL_TASKS, REF);
    await scene.replica.see(APPROVAL_TASKS, REF);
    return /any more: the ApprovalTask release is being deleted, and held by example\.test\/hold/u;
  },
};

for (const [sentence, play] of Object.entries(SCENES)) {
  test(`${sentence}: the run says so, with one write and one Event`, async (t) => {
    const scene = await openScene(t);
    const said = await play(scene);
    const { reason, message } = conditionOf(await scene.look());
    assert.equal(reason, "Pending");
    assert.match(message, said);
    const before = (await scene.look()).metadata.resourceVersion;
    scene.advance(HOUR_MS / 2);
    assert.equal((await scene.look()).metadata.resourceVersion, before);
    assert.deepEqual(await listWarnings(scene), ["ApprovalHeldUp"]);
  });

  test(`${sentence}: a cancel ends the run`, async (t) => {
    const scene = await openScene(t);
    await play(scene);
    await scene.look();
    await cancelRun(scene);
    const { reason, message } = conditionOf(await scene.look());
    assert.equal(reason, "CustomRunCancelled");
    assert.match(message, /Nobody needs it\./u);
  });

  test(`${sentence}: the run's own time-out ends it`, async (t) => {
    const scene = await openScene(t);
    await play(scene);
    await scene.look();
    scene.advance(HOUR_MS + 1_000);
    const run = await scene.look();
    assert.equal(conditionOf(run).reason, "CustomRunTimedOut");
    assert.equal(run.status?.results?.length, 7);
  });
}

test("what is held up is asked when nothing is in the way any more, and the run says so", async (t) => {
  const scene = await openScene(t);
  await createRun(scene);
  refuse(scene, "create approvaltasks");
  await scene.look();
  scene.advance(60_000);
  scene.cluster.kube.setFaults(() => undefined);
  const { message } = conditionOf(await scene.look());
  assert.match(message, /^Waiting for an approval by /u);
  const task = await scene.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.ok(task.status?.startTime);
  assert.deepEqual(await listWarnings(scene), ["ApprovalHeldUp"], "nobody was asked before");
});

test("an attempt that cannot begin leaves its run the time of the attempts that remain", async (t) => {
  const scene = await openScene(t);
  await createRun(scene, { retries: 1 });
  refuse(scene, "create approvaltasks");
  scene.advance(1_000);
  await scene.look();
  scene.advance(HOUR_MS + 1_000);
  assert.equal(conditionOf(await scene.look()).reason, "Pending");
  scene.advance(HOUR_MS);
  assert.equal(conditionOf(await scene.look()).reason, "CustomRunTimedOut");
});

for (const [sentence, end, reason] of [
  ["a cancel", cancelRun, "CustomRunCancelled"],
  ["a time-out", (scene: Scene) => scene.advance(HOUR_MS + 1_000), "CustomRunTimedOut"],
] as const) {
  test(`${sentence} ends the run though its approval cannot be closed`, async (t) => {
    const scene = await openScene(t);
    await createRun(scene);
    await scene.look();
    refuse(scene, "update approvaltasks/status");
    await end(scene);
    const condition = conditionOf(await scene.look());
    assert.equal(condition.reason, reason);
    assert.match(condition.message, /held up: the API server refuses to write the status/u);
  });
}

test("an approval whose run ended before it could be closed is closed later, and nobody else is blamed", async (t) => {
  const scene = await openScene(t);
  await createRun(scene);
  await scene.look();
  refuse(scene, "update approvaltasks/status");
  await cancelRun(scene);
  await scene.look();
  scene.cluster.kube.setFaults(() => undefined);
  await scene.look();
  const task = await scene.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.decision?.state, "cancelled");
  assert.deepEqual(await listWarnings(scene), []);
});

const WEBHOOK_DOWN = { code: 500, reason: "InternalError", message: "failed calling webhook" };

test("a webhook that stays down for a minute counts as a refusal, and a cancel ends the run", async (t) => {
  const scene = await openScene(t);
  await createRun(scene);
  await scene.look();
  refuse(scene, "update approvaltasks/status", WEBHOOK_DOWN);
  await cancelRun(scene);
  assert.equal(conditionOf(await scene.look()).reason, "Pending");
  scene.advance(61_000);
  const { reason, message } = conditionOf(await scene.look());
  assert.equal(reason, "CustomRunCancelled");
  assert.match(message, /\(500 InternalError\): failed calling webhook/u);
});

test("a webhook that is down for some seconds changes nothing", async (t) => {
  const scene = await openScene(t);
  await createRun(scene);
  for (let times = 0; times < 3; times += 1) {
    refuse(scene, "create approvaltasks", WEBHOOK_DOWN);
    const { message } = conditionOf(await scene.look());
    assert.match(message, /^Waiting for an approval by /u);
    scene.advance(40_000);
    scene.cluster.kube.setFaults(() => undefined);
    assert.match(conditionOf(await scene.look()).message, /^Waiting for an approval by /u);
    await scene.cluster.api.delete(APPROVAL_TASKS, REF);
    const held = scene.replica.approvals.get(REF);
    if (held !== undefined) scene.replica.approvals.remove(held);
  }
});

test("what others wrote into the status, and nobody may write any more, is left out when the run is told", async (t) => {
  const scene = await openScene(t);
  await createRun(scene);
  const run = await scene.cluster.api.get<CustomRun>(CUSTOM_RUNS, REF);
  const retriesStatus = [{ unknownKey: "of a version before" }];
  scene.cluster.kube.plant({ ...run, status: { retriesStatus } });
  const { message } = conditionOf(await scene.look());
  assert.match(message, /^Waiting for an approval by /u);
});
