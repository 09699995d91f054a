// The server has another address than when people were asked: what still asks them leads there, and nothing else is written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nameWrites, startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { ask, startProduct, untilEnded, vote } from "../../test/kit/start-product.ts";
import { until } from "../../test/kit/until.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { readMessage } from "../objects/run/run-status.ts";

const OLD = "http://old.test";
const NEW = "http://new.test";
const ASKED = { approvers: ["mary", "john"], strategy: "MULTI" } as const;

interface Links {
  readonly approval: string;
  readonly run: string;
}

/** Where both objects of that name lead; empty where they lead nowhere. */
async function linksOf({ api }: TestCluster, name: string): Promise<Links> {
  const ref = { namespace: "default", name };
  const task = await api.get<ApprovalTask>(APPROVAL_TASKS, ref);
  const run = await api.get<CustomRun>(CUSTOM_RUNS, ref);
  return {
    approval: task.status?.approvalUrl ?? "",
    run: /https?:\S+/u.exec(readMessage(run))?.[0] ?? "",
  };
}

function at(base: string, name: string): Links {
  const url = `${base}/approvals/default/${name}`;
  return { approval: url, run: url };
}

async function untilAt(cluster: TestCluster, base: string, name: string): Promise<void> {
  await until(`${name} leads to ${base}`, async () => {
    const links = await linksOf(cluster, name);
    return JSON.stringify(links) === JSON.stringify(at(base, name));
  });
}

const LINK_WRITES = ["update approvaltasks/status", "update customruns/status"];

test("what is pending follows, once and with its votes; what is decided stays as it is", async (t) => {
  const cluster = await startCluster(t);
  const before = await startProduct(t, { cluster, baseUrl: OLD });
  await ask(before, "waiting", ASKED);
  await ask(before, "decided", { approvers: ["mary"] });
  assert.equal((await vote(before, "decided", "mary")).status, 201);
  assert.equal((await vote(before, "waiting", "mary")).status, 201);
  await untilEnded(cluster, "decided");
  assert.deepEqual(await linksOf(cluster, "waiting"), at(OLD, "waiting"));
  await until("its labels say so", async () => {
    const task = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, {
      namespace: "default",
      name: "decided",
    });
    return task.metadata.labels?.["decision"] === "approved";
  });
  await before.stop();

  const first = cluster.writes.length;
  const after = await startProduct(t, { cluster, baseUrl: NEW });
  await untilAt(cluster, NEW, "waiting");
  const { approval } = await linksOf(cluster, "decided");
  assert.equal(approval, at(OLD, "decided").approval);
  const task = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name: "waiting" });
  assert.deepEqual(
    task.status?.votes?.map(({ by }) => by),
    ["mary"],
  );
  const page = await fetch(`${after.url}/api/v1/approvals/default/decided`);
  assert.equal(((await page.json()) as { url: string }).url, at(NEW, "decided").approval);
  await after.stop();
  assert.deepEqual(nameWrites(cluster.writes.slice(first)), LINK_WRITES);

  const again = await startProduct(t, { cluster, baseUrl: NEW });
  assert.equal((await vote(again, "waiting", "john")).status, 201);
  await untilEnded(cluster, "waiting");
  const written = nameWrites(cluster.writes.slice(first + LINK_WRITES.length));
  assert.equal(written.filter((name) => name === "update customruns/status").length, 1, "its end alone");
});

test("two replicas under different addresses do not take turns: the one that started last has its way", async (t) => {
  const cluster = await startCluster(t);
  const old = await startProduct(t, { cluster, baseUrl: OLD });
  await ask(old, "waiting", ASKED);
  const first = cluster.writes.length;
  await startProduct(t, { cluster, baseUrl: NEW });
  await untilAt(cluster, NEW, "waiting");
  assert.equal((await vote(old, "waiting", "mary")).status, 201);
  await until("both have labelled the vote", async () => {
    const task = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, {
      namespace: "default",
      name: "waiting",
    });
    return task.metadata.labels?.["responses"]?.startsWith("1");
  });
  assert.deepEqual(await linksOf(cluster, "waiting"), at(NEW, "waiting"));
  const links = nameWrites(cluster.writes.slice(first)).filter((name) => name !== "patch approvaltasks");
  assert.deepEqual(links, [...LINK_WRITES, "update approvaltasks/status"], "and the vote");
});

test("a message that somebody else wrote is left alone", async (t) => {
  const cluster = await startCluster(t);
  const before = await startProduct(t, { cluster, baseUrl: OLD });
  await ask(before, "waiting", ASKED);
  await before.stop();
  const ref = { namespace: "default", name: "waiting" };
  const run = await cluster.api.get<CustomRun>(CUSTOM_RUNS, ref);
  const [condition] = run.status?.conditions ?? [];
  assert.ok(condition);
  const conditions = [{ ...condition, message: `Ask ann: ${OLD}/ann` }];
  await cluster.api.updateStatus(CUSTOM_RUNS, { ...run, status: { ...run.status, conditions } });
  const after = await startProduct(t, { cluster, baseUrl: NEW });
  await until("the link has moved", async () => (await linksOf(cluster, "waiting")).approval.startsWith(NEW));
  await after.stop();
  assert.equal((await linksOf(cluster, "waiting")).run, `${OLD}/ann`);
});
