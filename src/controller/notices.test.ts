// What people are told, from the run's first sign to the end, on the embedded cluster.
import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { makeChannel, type TestChannel } from "../../test/kit/make-channel.ts";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { nameWrites, startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { type Replica, type ReplicaOptions, startReplica } from "../../test/kit/start-replica.ts";
import { until } from "../../test/kit/until.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { KubeObject } from "../kube/kube-api.ts";
import type { Delivery } from "../notify/channel.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { NoticeKind } from "../objects/approval/notice.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../objects/resources.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";

const NAMESPACE = "default";

interface Event extends KubeObject {
  readonly reason: string;
  readonly message: string;
}

interface Scene extends TestCluster {
  readonly replica: Replica;
}

async function setUp(t: TestContext, options: Omit<ReplicaOptions, "api">): Promise<Scene> {
  const cluster = await startCluster(t);
  const replica = await startReplica({ ...options, api: cluster.api });
  t.after(replica.stop);
  return { ...cluster, replica };
}

async function ask(
  { api }: TestCluster,
  name: string,
  params: Readonly<Record<string, unknown>> = { approvers: ["mary"] },
): Promise<void> {
  await api.create(CUSTOM_RUNS, makeAskingRun(name, params, { namespace: NAMESPACE }));
}

const readTask = ({ api }: TestCluster, name: string): Promise<ApprovalTask> =>
  api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: NAMESPACE, name });
const readRun = ({ api }: TestCluster, name: string): Promise<CustomRun> =>
  api.get<CustomRun>(CUSTOM_RUNS, { namespace: NAMESPACE, name });

/** Once each notice of that kind has come to that state. */
async function untilNotices(
  { replica }: Scene,
  name: string,
  kind: NoticeKind,
  state: string,
): Promise<ApprovalTask> {
  return await until(`each ${kind} of ${name} is ${state}`, () => {
    const task = replica.cluster.approvals.get({ namespace: NAMESPACE, name });
    const notices = task?.status?.notices ?? [];
    const isThere = notices.length > 0 && notices.every((record) => record[kind]?.state === state);
    return isThere ? task : undefined;
  });
}

async function vote({ replica }: Scene, name: string): Promise<void> {
  const ref = { namespace: NAMESPACE, name };
  const voted = await replica.approvals.castVote({
    ref,
    voter: voterOf("mary"),
    decision: "approve",
    comment: "",
    via: "api",
  });
  assert.ok(voted.ok, JSON.stringify(voted));
}

async function untilEvent({ api }: TestCluster, reason: string): Promise<Event> {
  return await until(`there is an Event ${reason}`, async () => {
    const { items } = await api.list<Event>(EVENTS, { namespace: NAMESPACE });
    return items.find((event) => event.reason === reason);
  });
}

const untilEnded = (cluster: TestCluster, name: string): Promise<CustomRun> =>
  until(`${name} has ended`, async () => {
    const run = await readRun(cluster, name);
    return run.status?.completionTime === undefined ? undefined : run;
  });

/** In order; without those that came after somebody else's and were tried again. */
function listWritten({ writes }: Scene): readonly string[] {
  return nameWrites(writes.filter(({ changed }) => changed));
}

describe("an approval that one person is told of", () => {
  test("is ten writes: a claim and an end more for the request, and for the outcome", async (t) => {
    const scene = await setUp(t, { channels: [makeChannel()] });
    await ask(scene, "one");
    await untilNotices(scene, "one", "request", "sent");
    await vote(scene, "one");
    await untilNotices(scene, "one", "outcome", "sent");
    await until("it is labelled", async () => {
      return (await readTask(scene, "one")).metadata.labels?.["decision"] === "approved";
    });
    const status = "update approvaltasks/status";
    const [, run, created, started, claimed, closed, voted, ended, ...rest] = listWritten(scene);
    assert.deepEqual([run, created], ["update customruns/status", "create approvaltasks"]);
    assert.deepEqual([started, claimed, closed, voted], [status, status, status, status]);
    assert.equal(ended, "update customruns/status", "the run's end comes before any message");
    assert.deepEqual(rest.toSorted(), ["patch approvaltasks", status, status]);
    const counted = scene.replica.ends.map(({ channel, kind, outcome }) => [channel, kind, outcome]);
    assert.deepEqual(counted, [
      ["mail", "request", "sent"],
      ["mail", "outcome", "sent"],
    ]);
  });

  test("is six where its channels tell nobody, and its status says nothing of notices", async (t) => {
    const scene = await setUp(t, { channels: [makeChannel({ findRecipients: () => [] })] });
    await ask(scene, "none");
    await until(
      "people are asked",
      () => scene.replica.cluster.approvals.get({ namespace: NAMESPACE, name: "none" })?.status?.startTime,
    );
    await vote(scene, "none");
    await until("it is labelled", async () => {
      return (await readTask(scene, "none")).metadata.labels?.["decision"] === "approved";
    });
    assert.equal(listWritten(scene).length, 7, "with the run that asks");
    assert.ok(!("notices" in ((await readTask(scene, "none")).status ?? {})));
  });
});

describe("a channel that never answers", () => {
  test("holds up neither the decision nor another channel", async (t) => {
    const answered = Promise.withResolvers<Delivery>();
    const slow = makeChannel({
      id: "slack/slow",
      workers: 1,
      findRecipients: () => [{}],
      answer: () => answered.promise,
    });
    const mail = makeChannel();
    const scene = await setUp(t, { channels: [slow, mail] });
    for (const name of ["first", "second", "third"]) {
      await ask(scene, name);
      await until(`${name} is told by mail`, () =>
        mail.given.some(({ kind, approval }) => kind === "request" && approval.name === name),
      );
      await vote(scene, name);
      const run = await untilEnded(scene, name);
      assert.equal(run.status?.conditions?.[0]?.reason, "Approved");
      await until(`the outcome of ${name} is told`, () =>
        mail.given.some(({ kind, approval }) => kind === "outcome" && approval.name === name),
      );
    }
    assert.equal(slow.given.length, 1, "it is still at the first");
    answered.resolve({ kind: "accepted" });
  });
});

describe("what finally failed", () => {
  test("is told by an Event, and counted", async (t) => {
    const channel = makeChannel({ answer: () => ({ kind: "refused", reason: "no such user", final: true }) });
    const scene = await setUp(t, { channels: [channel] });
    await ask(scene, "failing");
    await untilNotices(scene, "failing", "request", "failed");
    const event = await untilEvent(scene, "NoticeFailed");
    assert.match(event.message, /Could not tell mary by mail that a vote is asked for\. no such user/u);
    assert.deepEqual(scene.replica.ends, [{ channel: "mail", kind: "request", outcome: "failed" }]);
  });
});

describe("a channel that a pipeline names and nobody has set up", () => {
  const params = { approvers: ["mary"], notifyOnSlack: "releases" };

  test("is on the record and in an Event, and the approval opens", async (t) => {
    const scene = await setUp(t, { channels: [] });
    await ask(scene, "named", params);
    const task = await untilNotices(scene, "named", "request", "skipped");
    assert.match(task.status?.notices?.[0]?.request?.error ?? "", /add channels\.slack\.releases/u);
    assert.match((await untilEvent(scene, "ChannelMissing")).message, /add channels\.slack\.releases/u);
  });

  test("fails the run where channels are strict", async (t) => {
    const scene = await setUp(t, { channels: [], strict: true });
    await ask(scene, "strict", params);
    const run = await untilEnded(scene, "strict");
    const { reason, message } = run.status?.conditions?.[0] ?? {};
    assert.equal(reason, "ApprovalParametersInvalid");
    assert.match(message ?? "", /Parameter notifyOnSlack names a channel that is not there/u);
  });

  test("that is gone when its turn comes is given up", async (t) => {
    const cluster = await startCluster(t);
    const channel = makeChannel({ id: "slack/gone", answer: () => ({ kind: "refused", reason: "busy" }) });
    const before = await startReplica({ api: cluster.api, channels: [channel] });
    await ask(cluster, "moved");
    await until("it was refused", () => before.ends.length > 0);
    await before.stop();
    await cluster.api
      .get<ApprovalTask>(APPROVAL_TASKS, { namespace: NAMESPACE, name: "moved" })
      .then((task) => {
        const [record] = task.status?.notices ?? [];
        const { nextTry: _then, ...request } = record?.request ?? {};
        const notices = [{ ...record, request }];
        return cluster.api.updateStatus(APPROVAL_TASKS, { ...task, status: { ...task.status, notices } });
      });
    const after = await startReplica({ api: cluster.api, channels: [] });
    t.after(after.stop);
    const task = await untilNotices({ ...cluster, replica: after }, "moved", "request", "failed");
    assert.match(task.status?.notices?.[0]?.request?.error ?? "", /no channel slack\/gone any more/u);
  });
});

test("more messages than one approval keeps a record of are refused when it opens", async (t) => {
  const everybody = makeChannel({
    findRecipients: () => Array.from({ length: 201 }, (_, number) => ({ address: `u${number}@example.com` })),
  });
  const scene = await setUp(t, { channels: [everybody] });
  await ask(scene, "many");
  const run = await untilEnded(scene, "many");
  assert.match(run.status?.conditions?.[0]?.message ?? "", /asks for 201 messages.*at most 200/u);
});

test("of two replicas at work, one tells", async (t) => {
  const cluster = await startCluster(t);
  const channels: TestChannel[] = [makeChannel({ batch: 1 }), makeChannel({ batch: 1 })];
  const replicas = await Promise.all(
    channels.map((channel) => startReplica({ api: cluster.api, channels: [channel] })),
  );
  for (const { stop } of replicas) t.after(stop);
  const [replica] = replicas;
  assert.ok(replica !== undefined);
  for (let number = 0; number < 20; number += 1) await ask(cluster, `both-${number}`);
  for (let number = 0; number < 20; number += 1) {
    await untilNotices({ ...cluster, replica }, `both-${number}`, "request", "sent");
  }
  const keys = channels.flatMap(({ given }) => given.map(({ key }) => key));
  assert.equal(keys.length, 20);
  assert.equal(new Set(keys).size, 20);
});

test("an approval that times out asks anew, and what was told before is counted", async (t) => {
  const channel = makeChannel();
  const scene = await setUp(t, { channels: [channel] });
  await scene.api.create(
    CUSTOM_RUNS,
    makeAskingRun("again", { approvers: ["mary"] }, { namespace: NAMESPACE, timeout: "2s", retries: 1 }),
  );
  const task = await until("the second attempt is told", () => {
    const found = scene.replica.cluster.approvals.get({ namespace: NAMESPACE, name: "again" });
    const [record] = found?.status?.notices ?? [];
    return record?.attempt === 2 && record.request?.state === "sent" ? found : undefined;
  });
  assert.equal(task.status?.earlierNotices?.sent, 1);
  assert.deepEqual(
    channel.given.map(({ kind, approval }) => [kind, approval.attempt]),
    [
      ["request", 1],
      ["request", 2],
    ],
  );
});
