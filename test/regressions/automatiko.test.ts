// What went wrong when Automatiko Approval Tasks was tried, each as a test named after what must not happen here.
import assert from "node:assert/strict";
import { test } from "node:test";

import { readIfThere } from "../../src/kube/read-if-there.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { ask, startProduct, untilAsked, untilEnded, vote } from "../kit/start-product.ts";
import { startCluster, type TestCluster } from "../kit/start-cluster.ts";
import { until } from "../kit/until.ts";

async function readTask({ api }: TestCluster, name: string): Promise<ApprovalTask | undefined> {
  return await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, { namespace: "default", name });
}

async function votersOf(cluster: TestCluster, name: string): Promise<readonly string[]> {
  return ((await readTask(cluster, name))?.status?.votes ?? []).map(({ by }) => by);
}

for (const strategy of ["FOUR_EYE", "four_eyes", "FOUR EYES", ""]) {
  test(`strategy ${JSON.stringify(strategy)} does not become a weaker gate: the run fails`, async (t) => {
    const product = await startProduct(t);
    await product.api.create(CUSTOM_RUNS, makeAskingRun("typo", { approvers: ["ann", "bob"], strategy }));
    const run = await untilEnded(product, "typo");
    const [condition] = run.status?.conditions ?? [];
    assert.deepEqual([condition?.status, condition?.reason], ["False", "ApprovalParametersInvalid"]);
    assert.match(condition?.message ?? "", /strategy/u);
    assert.equal(await readTask(product, "typo"), undefined);
  });
}

for (const [sentence, params] of [
  ["an empty list of approvers", { approvers: [] }],
  ["no approvers at all", { description: "Release" }],
  ["approvers that are blank", { approvers: ["", " "] }],
] as const) {
  test(`${sentence} does not let anybody decide: the run fails`, async (t) => {
    const product = await startProduct(t);
    await product.api.create(CUSTOM_RUNS, makeAskingRun("nobody", params));
    const run = await untilEnded(product, "nobody");
    assert.equal(run.status?.conditions?.[0]?.reason, "ApprovalParametersInvalid");
    assert.equal((await vote(product, "nobody", "mallory")).status, 404);
  });
}

test("approvers as a plain string opens, and asks that one person", async (t) => {
  const product = await startProduct(t);
  const task = await ask(product, "string", { approvers: "mary" });
  assert.deepEqual(task.spec.approvers, ["mary"]);
});

test("FOUR_EYES over approvers is offered to nobody else, in either stage", async (t) => {
  const product = await startProduct(t);
  await ask(product, "four", { approvers: ["ann", "bob"], strategy: "FOUR_EYES" });
  assert.equal((await vote(product, "four", "mallory")).status, 403);
  assert.equal((await vote(product, "four", "ann")).status, 201);
  assert.equal((await vote(product, "four", "mallory")).status, 403);
  assert.deepEqual(await votersOf(product, "four"), ["ann"]);
});

test("ann and Ann are not four eyes", async (t) => {
  const product = await startProduct(t);
  await ask(product, "spelled", { approvers: ["ann", "Ann", "bob"], strategy: "FOUR_EYES" });
  assert.equal((await vote(product, "spelled", "ann")).status, 201);
  assert.equal((await vote(product, "spelled", "Ann")).status, 409);
  assert.equal((await readTask(product, "spelled"))?.status?.decision, undefined);
});

test("one person does not count twice in MULTI", async (t) => {
  const product = await startProduct(t);
  await ask(product, "multi", { approvers: ["ann", "bob"], strategy: "MULTI" });
  assert.equal((await vote(product, "multi", "ann")).status, 201);
  assert.equal((await vote(product, "multi", "ann")).status, 409);
  assert.deepEqual(await votersOf(product, "multi"), ["ann"]);
});

for (const body of ["{}", "", "null", "[]", '{"decision":"yes"}', '{"approval":true}', "{"]) {
  test(`${JSON.stringify(body)} as a vote is a 400, and the approval can still be decided`, async (t) => {
    const product = await startProduct(t);
    await ask(product, "bad-body", { approvers: ["ann"] });
    assert.equal((await vote(product, "bad-body", "ann", { body })).status, 400);
    assert.equal((await vote(product, "bad-body", "ann")).status, 201);
  });
}

test("nobody can take an approval away over HTTP", async (t) => {
  const product = await startProduct(t);
  await ask(product, "kept", { approvers: ["ann"] });
  const path = `${product.url}/api/v1/approvals/default/kept`;
  for (const url of [path, `${path}/votes`, `${product.url}/approvals/default/kept`]) {
    const { status } = await fetch(`${url}?user=ann`, { method: "DELETE" });
    assert.ok(status === 405 || status === 404, `${url}: ${status}`);
  }
  assert.equal((await readTask(product, "kept"))?.status?.decision, undefined);
});

test("a link that Automatiko has sent leads to no approval, and makes nobody of its reader", async (t) => {
  const product = await startProduct(t);
  await ask(product, "release", { approvers: ["ann"] });
  const claims = Buffer.from("single|b42c0a27-d101-39bc-95ee-b931e0e8c870:x|y|ann").toString("base64");
  const answered = await fetch(`${product.url}/management/tasks/link/${claims}`);
  const page = await answered.text();
  assert.equal(answered.status, 404);
  assert.match(page, /<h1>There is nothing at this address/u);
  assert.match(page, /Nobody is signed in\./u);
});

test("an ApprovalTask deleted by hand does not leave the run waiting for ever", async (t) => {
  const product = await startProduct(t);
  const first = await ask(product, "deleted", { approvers: ["ann"] });
  await product.api.delete(APPROVAL_TASKS, { namespace: "default", name: "deleted" });
  await until("it asks again", async () => {
    const task = await readTask(product, "deleted");
    return task?.status?.startTime !== undefined && task.metadata.uid !== first.metadata.uid
      ? task
      : undefined;
  });
  assert.equal((await vote(product, "deleted", "ann")).status, 201);
  assert.equal((await untilEnded(product, "deleted")).status?.conditions?.[0]?.reason, "Approved");
});

test("the same name in a second namespace opens, and so does a name that is used again", async (t) => {
  const product = await startProduct(t);
  await product.api.create(
    { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } },
  );
  await ask(product, "same", { approvers: ["ann"] });
  await product.api.create(
    CUSTOM_RUNS,
    makeAskingRun("same", { approvers: ["bob"] }, { namespace: "other" }),
  );
  const other = await untilAsked(product, "same", "other");
  assert.deepEqual(other.spec.approvers, ["bob"]);

  await product.api.delete(CUSTOM_RUNS, { namespace: "default", name: "same" });
  await until("the approval is gone", async () => (await readTask(product, "same")) === undefined);
  const again = await ask(product, "same", { approvers: ["carl"] });
  assert.deepEqual(again.spec.approvers, ["carl"]);
});

test("two people who ask at once are each answered as themselves", async (t) => {
  const product = await startProduct(t);
  const people = ["ann", "bob"];
  for (const name of people)
    await ask(product, `for-${name}`, { approvers: [name], title: `Only ${name} is asked` });
  const pages = await Promise.all(
    Array.from({ length: 40 }, async (_, position) => {
      const name = people[position % 2] ?? "";
      return { name, page: await (await fetch(`${product.url}/?user=${name}`)).text() };
    }),
  );
  for (const { name, page } of pages) {
    const other = people.find((one) => one !== name);
    assert.ok(page.includes(`Only ${name} is asked`));
    assert.ok(!page.includes(`Only ${other} is asked`));
  }
});

test("HTML in the description is text on the approver's page", async (t) => {
  const product = await startProduct(t);
  const description = `<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))`;
  await ask(product, "html", { approvers: ["ann"], description });
  const page = await (await fetch(`${product.url}/approvals/default/html?user=ann`)).text();
  assert.ok(page.includes("&lt;script&gt;alert(1)"));
  assert.doesNotMatch(page, /<script>alert|<img|href="javascript:/iu);
});

test("a POST from a foreign origin is refused", async (t) => {
  const product = await startProduct(t);
  await ask(product, "foreign", { approvers: ["ann"] });
  for (const headers of [
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
    { origin: "null" },
  ]) {
    assert.equal((await vote(product, "foreign", "ann", { headers })).status, 403);
  }
  assert.deepEqual(await votersOf(product, "foreign"), []);
});

test("eight votes at once are eight votes, and every voter is told so", async (t) => {
  const product = await startProduct(t);
  const people = Array.from({ length: 8 }, (_, position) => `p${position}`);
  await ask(product, "rush", { approvers: people, strategy: "MULTI" });
  const answers = await Promise.all(people.map((name) => vote(product, "rush", name)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    people.map(() => 201),
  );
  assert.equal((await untilEnded(product, "rush")).status?.conditions?.[0]?.reason, "Approved");
});

test("only the namespaces that are named are looked at", async (t) => {
  const product = await startProduct(t, { namespaces: ["default"] });
  await product.api.create(
    { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "elsewhere" } },
  );
  await product.api.create(
    CUSTOM_RUNS,
    makeAskingRun("unseen", { approvers: ["ann"] }, { namespace: "elsewhere" }),
  );
  await ask(product, "seen", { approvers: ["ann"] });
  const unseen = await product.api.get<CustomRun>(CUSTOM_RUNS, { namespace: "elsewhere", name: "unseen" });
  assert.equal(unseen.status, undefined);
});

test("results are never seen beside a condition that is still Unknown", async (t) => {
  const product = await startProduct(t);
  await product.api.create(CUSTOM_RUNS, makeAskingRun("watched", { approvers: ["ann"] }));
  await untilAsked(product, "watched");
  const { metadata } = await product.api.list(CUSTOM_RUNS, { namespace: "default" });
  const stop = new AbortController();
  const seen: CustomRun[] = [];
  const watching = (async () => {
    const options = { namespace: "default", resourceVersion: metadata.resourceVersion, signal: stop.signal };
    for await (const event of product.api.watch<CustomRun>(CUSTOM_RUNS, options)) {
      if (event.type === "BOOKMARK") continue;
      seen.push(event.object);
      if (event.object.status?.completionTime !== undefined) return;
    }
  })();
  assert.equal((await vote(product, "watched", "ann")).status, 201);
  await watching;
  stop.abort();
  for (const { status } of seen) {
    assert.equal((status?.results?.length ?? 0) > 0, status?.conditions?.[0]?.status !== "Unknown");
  }
  assert.ok(seen.length > 0);
});

test("a restart on an empty disk keeps open approvals and their links", async (t) => {
  const cluster = await startCluster(t);
  const first = await startProduct(t, { cluster });
  const { status: before } = await ask(first, "kept", { approvers: ["ann"] });
  await first.stop();
  const second = await startProduct(t, { cluster });
  assert.equal((await readTask(cluster, "kept"))?.status?.approvalUrl, before?.approvalUrl);
  assert.equal((await vote(second, "kept", "ann")).status, 201);
});
