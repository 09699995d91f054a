// What a replica does whose watches are late: nothing that the API server would not bear out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { nameWrites, startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { castVote } from "../approvals/cast-vote.ts";
import { holdCluster } from "../../test/kit/hold-cluster.ts";
import { toApprovalView } from "../approvals/to-approval-view.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { systemClock } from "../std/clock.ts";
import { BASE_URL, HeldReplica } from "../../test/kit/held-replica.ts";

const REF = { namespace: "default", name: "release" };

/** A run that no pipeline made, so that nothing but itself says whether it waits. */
async function createRun({ api }: TestCluster, strategy = "MULTI"): Promise<CustomRun> {
  const { apiVersion, kind, spec } = makeReferringRun({ approvers: ["mary", "john"], strategy });
  return await api.create<CustomRun>(CUSTOM_RUNS, {
    apiVersion,
    kind,
    ...(spec && { spec }),
    metadata: REF,
  });
}

/** A replica that is up to date opens the approval. */
async function openBy(replica: HeldReplica): Promise<void> {
  await replica.see(CUSTOM_RUNS, REF);
  await replica.reconcile(REF);
}

const readTask = async ({ api }: TestCluster): Promise<ApprovalTask | undefined> =>
  await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, REF);

async function readReason({ api }: TestCluster): Promise<string | undefined> {
  const run = await readIfThere<CustomRun>(api, CUSTOM_RUNS, REF);
  return run?.status?.conditions?.[0]?.reason;
}

async function vote({ api }: TestCluster, by: string): Promise<void> {
  const context = { baseUrl: BASE_URL, nowMs: Date.now(), findPipelineRun: () => undefined };
  const recorded = await castVote(
    {
      api,
      cluster: holdCluster(api),
      clock: systemClock,
      view: (task) => toApprovalView(task, context),
      find: () => undefined,
      sees: () => true,
    },
    { ref: REF, voter: voterOf(by), decision: "approve", comment: "", via: "api" },
  );
  assert.ok(recorded.ok, JSON.stringify(recorded));
}

/** The run, told that it waits, as a replica knows it that hears nothing any more; then it is deleted. */
async function loseRun(cluster: TestCluster, replica: HeldReplica): Promise<void> {
  await createRun(cluster);
  await openBy(new HeldReplica(cluster.api));
  await replica.see(CUSTOM_RUNS, REF);
  await cluster.api.delete(CUSTOM_RUNS, REF);
  assert.equal(await readTask(cluster), undefined, "its approval goes with it");
}

test("a late run event never costs the approval of the new run its votes", async (t) => {
  const cluster = await startCluster(t);
  const late = new HeldReplica(cluster.api);
  await loseRun(cluster, late);
  await createRun(cluster);
  await openBy(new HeldReplica(cluster.api));
  await vote(cluster, "mary");
  const before = await late.see(APPROVAL_TASKS, REF);
  await late.reconcile(REF);
  const after = await readTask(cluster);
  assert.equal(after?.metadata.uid, before.metadata.uid);
  assert.deepEqual(
    after?.status?.votes?.map(({ by }) => by),
    ["mary"],
  );
});

test("a run that is gone gets no approval, however long a cache shows it", async (t) => {
  const cluster = await startCluster(t);
  const late = new HeldReplica(cluster.api);
  await loseRun(cluster, late);
  const before = cluster.writes.length;
  for (let round = 0; round < 3; round += 1) await late.reconcile(REF);
  assert.deepEqual(nameWrites(cluster.writes.slice(before)), []);
});

test("a cancel that is seen before the approval does not undo what was decided before it", async (t) => {
  const cluster = await startCluster(t);
  await createRun(cluster, "SINGLE");
  await openBy(new HeldReplica(cluster.api));
  await vote(cluster, "mary");
  await cluster.api.patch(CUSTOM_RUNS, REF, { type: "merge", body: { spec: { status: "RunCancelled" } } });
  const late = new HeldReplica(cluster.api);
  await late.see(CUSTOM_RUNS, REF);
  await late.reconcile(REF);
  assert.equal(await readReason(cluster), "Approved");
});

test("a cancel between two reads does not undo what was decided between them", async (t) => {
  const cluster = await startCluster(t);
  const { kube, api } = cluster;
  await createRun(cluster, "SINGLE");
  kube.setFaults(({ verb, resource }) =>
    verb === "create" && resource === "approvaltasks" ? { refuse: { code: 503 } } : undefined,
  );
  await assert.rejects(openBy(new HeldReplica(api)), "the run is told that it waits, and that is all");
  const late = new HeldReplica(api);
  await late.see(CUSTOM_RUNS, REF);
  const [isReading, mayRead] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let reads = 0;
  kube.setFaults(({ verb, resource }) => {
    if (verb !== "get" || resource !== "customruns" || reads++ > 0) return undefined;
    isReading.resolve();
    return { hold: mayRead.promise };
  });
  const reconciled = late.reconcile(REF);
  await isReading.promise;
  await openBy(new HeldReplica(api));
  await vote(cluster, "mary");
  await api.patch(CUSTOM_RUNS, REF, { type: "merge", body: { spec: { status: "RunCancelled" } } });
  mayRead.resolve();
  await reconciled;
  assert.equal(await readReason(cluster), "Approved");
});

test("an ApprovalTask that was in the way, and is not any more, fails no run", async (t) => {
  const cluster = await startCluster(t);
  await createRun(cluster);
  await openBy(new HeldReplica(cluster.api));
  const task = await readTask(cluster);
  assert.ok(task);
  const late = new HeldReplica(cluster.api);
  await late.see(CUSTOM_RUNS, REF);
  late.approvals.upsert({
    ...task,
    metadata: { ...task.metadata, uid: "somebody-else", ownerReferences: [] },
  });
  await late.reconcile(REF);
  assert.equal(await readReason(cluster), "Pending");
  assert.equal((await readTask(cluster))?.metadata.uid, task.metadata.uid);
});

test("a replica that loses a race looks at once at how things stand, and goes on from there", async (t) => {
  const cluster = await startCluster(t);
  await createRun(cluster);
  const late = new HeldReplica(cluster.api);
  await late.see(CUSTOM_RUNS, REF);
  await openBy(new HeldReplica(cluster.api));
  const before = cluster.writes.length;
  await late.reconcile(REF);
  const writes = cluster.writes.slice(before).filter(({ resource }) => resource !== "events");
  assert.deepEqual(
    writes.map(({ code }) => code),
    [409],
    "its W1, and nothing after that",
  );
  assert.equal(late.approvals.get(REF)?.metadata.uid, (await readTask(cluster))?.metadata.uid);
});

test("two replicas of which one is late do not take turns at what the run says while it waits", async (t) => {
  const cluster = await startCluster(t);
  await createRun(cluster);
  await openBy(new HeldReplica(cluster.api));
  const late = new HeldReplica(cluster.api);
  await late.see(APPROVAL_TASKS, REF);
  const hold = { metadata: { finalizers: ["example.com/hold"] } };
  await cluster.api.patch(APPROVAL_TASKS, REF, { type: "merge", body: hold });
  await cluster.api.delete(APPROVAL_TASKS, REF);
  const upToDate = new HeldReplica(cluster.api);
  await upToDate.see(APPROVAL_TASKS, REF);
  await upToDate.see(CUSTOM_RUNS, REF);
  await upToDate.reconcile(REF);
  const before = cluster.writes.length;
  await late.see(CUSTOM_RUNS, REF);
  await late.reconcile(REF);
  const written = nameWrites(cluster.writes.slice(before)).filter((what) => what !== "create events");
  assert.deepEqual(written, []);
});
