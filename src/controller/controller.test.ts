import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { nameWrites, startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { createApprovals } from "../approvals/create-approvals.ts";
import { type Cluster, watchCluster } from "../cluster/watch-cluster.ts";
import { indexApprovals } from "../approvals/index-approvals.ts";
import type { Approvals } from "../approvals/approvals.ts";
import { serveNamespaces } from "../approvals/served-namespaces.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { KubeObject, ObjectMeta } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS, PIPELINE_RUNS } from "../objects/resources.ts";
import { checkConditions } from "../../test/kit/check-conditions.ts";
import { systemClock } from "../std/clock.ts";
import { silentLogger } from "../std/logger.ts";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { Controller, type ControllerOptions } from "./controller.ts";
import { until } from "../../test/kit/until.ts";
import { OPEN_ACCESS } from "../../test/kit/open-access.ts";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { makePipelineRun, ownedBy } from "../../test/kit/make-pipeline-run.ts";

const BASE_URL = "http://localhost:9000";
const NAMESPACE = "default";
const OUR_KIND = { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask", name: "approvaltask" };
const SINGLE_WRITES = [
  "update customruns/status",
  "create approvaltasks",
  "update approvaltasks/status",
  "update approvaltasks/status",
  "update customruns/status",
  "patch approvaltasks",
];

interface Replica {
  readonly controller: Controller;
  readonly runs: Cluster["runs"];
  readonly approvals: Approvals;
  readonly stop: () => Promise<void>;
}

async function startReplica(
  t: TestContext,
  { api }: TestCluster,
  clock = systemClock,
  options: Pick<ControllerOptions, "timers" | "clockWatch"> = {},
): Promise<Replica> {
  const watched = { api, clock, logger: silentLogger };
  const watching = watchCluster(watched);
  const served = serveNamespaces();
  const index = indexApprovals(watching, served);
  const controller = new Controller({ ...watched, ...options, cluster: watching, baseUrl: BASE_URL });
  const approvals = createApprovals({
    ...watched,
    cluster: watching,
    index,
    served,
    access: OPEN_ACCESS,
    baseUrl: BASE_URL,
  });
  controller.start();
  await watching.start();
  controller.resume();
  const stop = async (): Promise<void> => {
    await Promise.all([controller.stop(), watching.stop()]);
  };
  t.after(stop);
  return { controller, approvals, runs: watching.runs, stop };
}

function makeRun(name: string, spec: CustomRunSpec = {}, metadata: Partial<ObjectMeta> = {}): CustomRun {
  return makeAskingRun(name, { approvers: ["mary", "john"] }, { metadata, ...spec });
}

const readRun = ({ api }: TestCluster, name: string): Promise<CustomRun | undefined> =>
  readIfThere<CustomRun>(api, CUSTOM_RUNS, { namespace: NAMESPACE, name });
const readTask = ({ api }: TestCluster, name: string): Promise<ApprovalTask | undefined> =>
  readIfThere<ApprovalTask>(api, APPROVAL_TASKS, { namespace: NAMESPACE, name });

/** The approval of this run, once people are asked. */
async function untilAsked(cluster: TestCluster, name: string, notUid?: string): Promise<ApprovalTask> {
  return await until(`${name} asks`, async () => {
    const task = await readTask(cluster, name);
    return task?.status?.startTime !== undefined && task.metadata.uid !== notUid ? task : undefined;
  });
}

async function untilEnded(cluster: TestCluster, name: string): Promise<CustomRun> {
  return await until(`${name} has ended`, async () => {
    const run = await readRun(cluster, name);
    return run?.status?.completionTime === undefined ? undefined : run;
  });
}

async function untilDecided(cluster: TestCluster, name: string, label: string): Promise<ApprovalTask> {
  return await until(`${name} is labelled ${label}`, async () => {
    const task = await readTask(cluster, name);
    return task?.metadata.labels?.["decision"] === label ? task : undefined;
  });
}

function voteOf(by: string, name: string) {
  return { ref: { namespace: NAMESPACE, name }, voter: voterOf(by), comment: "", via: "api" } as const;
}

function reasonOf(run: CustomRun): string | undefined {
  checkConditions(run.status?.conditions);
  return run.status?.conditions?.[0]?.reason;
}

test("a SINGLE approval is six writes, from the run's first sign to its labels", async (t) => {
  const cluster = await startCluster(t);
  const { approvals } = await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("one"));
  await untilAsked(cluster, "one");
  const voted = await approvals.castVote({ ...voteOf("mary", "one"), decision: "approve", comment: "go" });
  assert.ok(voted.ok);
  await untilDecided(cluster, "one", "approved");
  const run = await untilEnded(cluster, "one");
  assert.equal(reasonOf(run), "Approved");
  assert.equal(run.status?.results?.find(({ name }) => name === "comment")?.value, "go");
  assert.deepEqual(nameWrites(cluster.writes), ["create customruns", ...SINGLE_WRITES]);
});

test("two replicas at work make one approval and one outcome", async (t) => {
  const cluster = await startCluster(t);
  const [{ approvals }] = [await startReplica(t, cluster), await startReplica(t, cluster)];
  await cluster.api.create(CUSTOM_RUNS, makeRun("two"));
  await untilAsked(cluster, "two");
  assert.ok((await approvals.castVote({ ...voteOf("mary", "two"), decision: "reject" })).ok);
  const task = await untilDecided(cluster, "two", "rejected");
  assert.equal(reasonOf(await untilEnded(cluster, "two")), "Rejected");
  assert.equal(task.status?.votes?.length, 1);
  const done = cluster.writes.filter(({ code, resource }) => code < 300 && resource !== "events");
  assert.deepEqual(nameWrites(done), ["create customruns", ...SINGLE_WRITES]);
});

test("a replica that rests writes nothing, and catches up on all of it when it works again", async (t) => {
  const cluster = await startCluster(t);
  const { controller, runs } = await startReplica(t, cluster);
  await controller.pause();
  await cluster.api.create(CUSTOM_RUNS, makeRun("meanwhile"));
  await until("the watch has it", async () => runs.get({ namespace: NAMESPACE, name: "meanwhile" }));
  assert.deepEqual(nameWrites(cluster.writes), ["create customruns"]);
  controller.resume();
  await untilAsked(cluster, "meanwhile");
});

test("a new controller on a cluster where all is done writes nothing", async (t) => {
  const cluster = await startCluster(t);
  const { approvals, stop } = await startReplica(t, cluster);
  for (const name of ["waiting", "decided"]) {
    await cluster.api.create(CUSTOM_RUNS, makeRun(name));
    await untilAsked(cluster, name);
  }
  assert.ok((await approvals.castVote({ ...voteOf("mary", "decided"), decision: "approve" })).ok);
  await untilDecided(cluster, "decided", "approved");
  await stop();
  const before = cluster.writes.length;
  const again = await startReplica(t, cluster);
  assert.ok((await again.approvals.castVote({ ...voteOf("john", "waiting"), decision: "approve" })).ok);
  await untilDecided(cluster, "waiting", "approved");
  assert.deepEqual(nameWrites(cluster.writes.slice(before)), [
    "update approvaltasks/status",
    "update customruns/status",
    "patch approvaltasks",
  ]);
});

test("nothing waits for an Event: people are asked and the run ends while none can be written", async (t) => {
  const cluster = await startCluster(t);
  const { approvals, stop } = await startReplica(t, cluster);
  cluster.kube.setFaults(({ resource }) => (resource === "events" ? { hang: true } : undefined));
  const params = ["approvers", "groups"].map((name) => ({ name, value: ["mary"] }));
  await cluster.api.create(CUSTOM_RUNS, makeRun("silent", { params }));
  await untilAsked(cluster, "silent");
  const voter = voterOf("mary", { groups: ["mary"] });
  assert.ok((await approvals.castVote({ ...voteOf("mary", "silent"), voter, decision: "approve" })).ok);
  await untilEnded(cluster, "silent");
  await stop();
});

test("time runs out by itself", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("late", { timeout: "1s" }));
  const run = await untilEnded(cluster, "late");
  assert.equal(reasonOf(run), "CustomRunTimedOut");
  const task = await untilDecided(cluster, "late", "timedout");
  assert.equal(task.status?.status, "timedout");
});

test("retries: Unknown throughout, one more archived attempt each time, then False (scenario 21)", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("retried", { timeout: "1s", retries: 1 }));
  await untilAsked(cluster, "retried");
  const second = await until("the second attempt", async () => {
    const run = await readRun(cluster, "retried");
    return run?.status?.retriesStatus?.length === 1 ? run : undefined;
  });
  assert.equal(second.status?.conditions?.[0]?.status, "Unknown");
  assert.equal(second.status?.completionTime, undefined);
  const run = await untilEnded(cluster, "retried");
  assert.equal(reasonOf(run), "CustomRunTimedOut");
  assert.equal(run.status?.retriesStatus?.length, 1);
  assert.notEqual(run.status?.startTime, run.status?.retriesStatus?.[0]?.startTime);
  assert.equal((await untilDecided(cluster, "retried", "timedout")).status?.attempt, 2);
});

test("a cancel patched onto a run that waits ends it, and later votes are refused", async (t) => {
  const cluster = await startCluster(t);
  const { approvals } = await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("cancelled"));
  await untilAsked(cluster, "cancelled");
  const spec = { status: "RunCancelled", statusMessage: "Nobody needs it." };
  const ref = { namespace: NAMESPACE, name: "cancelled" };
  await cluster.api.patch(CUSTOM_RUNS, ref, { type: "merge", body: { spec } });
  const vote = await approvals.castVote({ ...voteOf("mary", "cancelled"), decision: "approve" });
  assert.ok(!vote.ok && vote.error.kind === "refused" && vote.error.refusal === "AlreadyDecided");
  const run = await untilEnded(cluster, "cancelled");
  assert.equal(reasonOf(run), "CustomRunCancelled");
  assert.match(run.status?.conditions?.[0]?.message ?? "", /Nobody needs it/u);
});

test("runs of other kinds, and runs of none, are neither written nor stumbled over", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const strangers = [
    { customRef: { ...OUR_KIND, kind: "ApprovalTasks" } },
    { customRef: { ...OUR_KIND, apiVersion: "tekton.automatiko.io/v1" } },
    { customSpec: { apiVersion: "example.dev/v1", kind: "Wait", spec: {} } },
  ];
  for (const [position, stranger] of strangers.entries()) {
    const run = makeRun(`stranger-${position}`);
    await cluster.api.create<KubeObject>(CUSTOM_RUNS, { ...run, spec: stranger } as KubeObject);
  }
  await cluster.api.create(CUSTOM_RUNS, makeRun("ours"));
  await untilAsked(cluster, "ours");
  const touched = new Set(cluster.writes.filter(({ verb }) => verb !== "create").map(({ name }) => name));
  assert.deepEqual([...touched], ["ours"]);
});

test("bad parameters end one run; the others go on", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const params = [
    { name: "approvers", value: ["mary"] },
    { name: "strategy", value: "FOUR_EYE" },
  ];
  await cluster.api.create(CUSTOM_RUNS, makeRun("bad", { params }));
  await cluster.api.create(CUSTOM_RUNS, makeRun("good"));
  const bad = await untilEnded(cluster, "bad");
  assert.equal(reasonOf(bad), "ApprovalParametersInvalid");
  assert.equal(await readTask(cluster, "bad"), undefined);
  await untilAsked(cluster, "good");
});

test("an approval deleted by hand is asked again without its votes, by the same deadline", async (t) => {
  const cluster = await startCluster(t);
  let aheadMs = 0;
  const { approvals } = await startReplica(t, cluster, { now: () => Date.now() + aheadMs });
  const params = [
    { name: "approvers", value: ["mary", "john"] },
    { name: "strategy", value: "MULTI" },
  ];
  await cluster.api.create(CUSTOM_RUNS, makeRun("again", { params, timeout: "1h" }));
  const first = await untilAsked(cluster, "again");
  assert.ok((await approvals.castVote({ ...voteOf("mary", "again"), decision: "approve" })).ok);
  aheadMs = 60_000;
  await cluster.api.delete(APPROVAL_TASKS, { namespace: NAMESPACE, name: "again" });
  const second = await untilAsked(cluster, "again", first.metadata.uid);
  assert.deepEqual(second.status?.votes, []);
  assert.equal(second.status?.deadline, first.status?.deadline);
  await until("an Event says so", async () => {
    const events = await cluster.api.list<KubeObject & { reason: string }>(EVENTS, { namespace: NAMESPACE });
    return events.items.some(({ reason }) => reason === "ApprovalAskedAgain");
  });
});

test("a run made anew under the same name is asked anew: old votes never count", async (t) => {
  const cluster = await startCluster(t);
  const { approvals } = await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("anew"));
  const first = await untilAsked(cluster, "anew");
  assert.ok((await approvals.castVote({ ...voteOf("mary", "anew"), decision: "approve" })).ok);
  await untilEnded(cluster, "anew");
  await cluster.api.delete(CUSTOM_RUNS, { namespace: NAMESPACE, name: "anew" });
  await cluster.api.create(CUSTOM_RUNS, makeRun("anew"));
  const second = await untilAsked(cluster, "anew", first.metadata.uid);
  assert.equal(second.status?.decision, undefined);
  assert.equal((await readRun(cluster, "anew"))?.status?.completionTime, undefined);
});

test("an ApprovalTask that somebody put there first is never taken over", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const spec = {
    pipeline: "p",
    title: "t",
    approvers: ["mallory"],
    strategy: "SINGLE",
    onReject: "continue",
  };
  await cluster.api.create<KubeObject>(APPROVAL_TASKS, {
    apiVersion: "tekton.automatiko.io/v1beta1",
    kind: "ApprovalTask",
    metadata: { name: "taken", namespace: NAMESPACE },
    spec: { ...spec, run: { name: "taken", uid: "not-known-yet" } },
  } as KubeObject);
  await cluster.api.create(CUSTOM_RUNS, makeRun("taken"));
  assert.equal(reasonOf(await untilEnded(cluster, "taken")), "ApprovalNameTaken");
  assert.equal((await readTask(cluster, "taken"))?.status?.startTime, undefined);
});

async function createPipelineRun({ api }: TestCluster, name: string): Promise<KubeObject> {
  return await api.create(PIPELINE_RUNS, makePipelineRun(name));
}

test("a run whose PipelineRun ends without cancelling it is closed (contract C56)", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const pipelineRun = await createPipelineRun(cluster, "ends");
  await cluster.api.create(CUSTOM_RUNS, makeRun("orphan", {}, ownedBy(pipelineRun)));
  await untilAsked(cluster, "orphan");
  const condition = { type: "Succeeded", status: "False", reason: "PipelineValidationFailed", message: "m" };
  const conditions = [{ ...condition, lastTransitionTime: "2026-11-24T10:00:00Z" }];
  const current = await cluster.api.get<KubeObject>(PIPELINE_RUNS, { namespace: NAMESPACE, name: "ends" });
  await cluster.api.updateStatus<KubeObject>(PIPELINE_RUNS, {
    ...current,
    status: { conditions },
  } as KubeObject);
  assert.equal(reasonOf(await untilEnded(cluster, "orphan")), "CustomRunCancelled");
  assert.equal((await readTask(cluster, "orphan"))?.status?.decision?.reason, "PipelineRunFinished");
});

test("a run orphaned by its PipelineRun's deletion is closed all the same (scenario 15)", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const pipelineRun = await createPipelineRun(cluster, "leaves");
  await cluster.api.create(CUSTOM_RUNS, makeRun("left", {}, ownedBy(pipelineRun)));
  await untilAsked(cluster, "left");
  const ref = { namespace: NAMESPACE, name: "leaves" };
  await cluster.api.delete(PIPELINE_RUNS, ref, { propagationPolicy: "Orphan" });
  assert.equal(reasonOf(await untilEnded(cluster, "left")), "CustomRunCancelled");
  assert.equal((await readTask(cluster, "left"))?.status?.decision?.reason, "PipelineRunGone");
});

test("deleting the PipelineRun takes run and approval with it", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const pipelineRun = await createPipelineRun(cluster, "goes");
  await cluster.api.create(CUSTOM_RUNS, makeRun("gone", {}, ownedBy(pipelineRun)));
  await untilAsked(cluster, "gone");
  await cluster.api.delete(PIPELINE_RUNS, { namespace: NAMESPACE, name: "goes" });
  await until("both are gone", async () => {
    const left = [await readRun(cluster, "gone"), await readTask(cluster, "gone")];
    return left.every((object) => object === undefined);
  });
});

test("a run changed to another kind is not ours any more: its approval is closed, it is not written", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("changed"));
  await untilAsked(cluster, "changed");
  const customRef = { apiVersion: "example.dev/v1", kind: "Wait" };
  const ref = { namespace: NAMESPACE, name: "changed" };
  await cluster.api.patch(CUSTOM_RUNS, ref, { type: "merge", body: { spec: { customRef } } });
  const task = await untilDecided(cluster, "changed", "cancelled");
  assert.equal(task.status?.decision?.reason, "RunNotOurs");
  assert.equal((await readRun(cluster, "changed"))?.status?.completionTime, undefined);
});

test("a run that is deleted, and held by somebody's finalizer, ends as cancelled (contract C32)", async (t) => {
  const cluster = await startCluster(t);
  await startReplica(t, cluster);
  const finalizers = ["results.tekton.dev/customrun"];
  await cluster.api.create(CUSTOM_RUNS, makeRun("held", {}, { finalizers }));
  await untilAsked(cluster, "held");
  await cluster.api.delete(CUSTOM_RUNS, { namespace: NAMESPACE, name: "held" });
  assert.equal(reasonOf(await untilEnded(cluster, "held")), "CustomRunCancelled");
  const task = await untilDecided(cluster, "held", "cancelled");
  assert.equal(task.status?.decision?.reason, "RunDeleted");
});

/** A replica whose clock the test sets, and says so when it likes. */
async function startSettable(t: TestContext, cluster: TestCluster) {
  const time = new FakeTimers();
  const told: (() => void)[] = [];
  const clockWatch: ControllerOptions["clockWatch"] = { onJump: (tell) => told.push(() => tell(0)) };
  const { approvals } = await startReplica(t, cluster, time, { timers: time, clockWatch });
  const tell = (): void => {
    for (const one of told) one();
  };
  return { time, tell, approvals };
}

test("the clock is set forward past a deadline: votes come too late, and the time-out is recorded at once", async (t) => {
  const cluster = await startCluster(t);
  const { time, tell, approvals } = await startSettable(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("forward", { timeout: "1h" }));
  await untilAsked(cluster, "forward");
  await until("the deadline is waited for", async () => time.delays[0]);
  time.setBy(3_601_000);
  const vote = await approvals.castVote({ ...voteOf("mary", "forward"), decision: "approve" });
  assert.ok(!vote.ok && vote.error.kind === "refused" && vote.error.refusal === "DeadlinePassed");
  tell();
  const run = await untilEnded(cluster, "forward");
  assert.equal(run.status?.conditions?.[0]?.reason, "CustomRunTimedOut");
});

test("the clock is set back: the deadline is as much further off for the time-out as it is for votes", async (t) => {
  const cluster = await startCluster(t);
  const { time, tell, approvals } = await startSettable(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("back", { timeout: "10m", retries: 0 }));
  await untilAsked(cluster, "back");
  const [waitMs = 0] = await until("the deadline is waited for", async () =>
    time.delays.length === 1 ? time.delays : undefined,
  );
  time.setBy(-3_600_000);
  tell();
  const [anewMs] = await until("the wait is measured anew", async () =>
    time.delays.length === 1 && time.delays[0] !== waitMs ? time.delays : undefined,
  );
  assert.equal(anewMs, waitMs + 3_600_000);
  await time.advance(waitMs);
  assert.ok((await approvals.castVote({ ...voteOf("mary", "back"), decision: "approve" })).ok);
  const run = await untilEnded(cluster, "back");
  assert.equal(run.status?.conditions?.[0]?.reason, "Approved");
});

test("a time-out comes in time, however often writing the approval was refused before it", async (t) => {
  const cluster = await startCluster(t);
  cluster.kube.setFaults(({ verb, resource }) =>
    verb === "create" && resource === "approvaltasks"
      ? { refuse: { code: 403, reason: "Forbidden", retryAfterSeconds: 300 } }
      : undefined,
  );
  await startReplica(t, cluster);
  await cluster.api.create(CUSTOM_RUNS, makeRun("refused", { timeout: "1s" }));
  assert.equal(reasonOf(await untilEnded(cluster, "refused")), "CustomRunTimedOut");
});
