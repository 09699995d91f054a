// Whom the approval does not ask costs those whom it does nothing, and one person's many requests cost the others little.
import assert from "node:assert/strict";
import { test } from "node:test";

import { voterOf } from "../../test/kit/voter-of.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import { answer, ask, REF, votesOf, watching } from "../../test/kit/ask-approval.ts";

const STRANGERS = Array.from({ length: 40 }, (_, position) => `stranger-${position}`);

test("a stranger who answers what is watched is refused without a single reading", async (t) => {
  const asked = await ask(t);
  const { approvals, names } = watching(asked);
  const digest = computeDigest(asked.task.spec);
  for (const by of STRANGERS) {
    const result = await approvals.castVote(answer(by, { digest }));
    assert.ok(!result.ok && result.error.kind === "refused" && result.error.refusal === "NotEntitled");
  }
  assert.deepEqual(names(), []);
});

test("a stranger who answers whatever is asked costs one reading, and nobody's turn", async (t) => {
  const asked = await ask(t);
  const { approvals, names } = watching(asked);
  const order: string[] = [];
  const votes = [...STRANGERS, "mary"].map(async (by) => {
    const result = await approvals.castVote(answer(by));
    order.push(result.ok ? by : "stranger");
  });
  await Promise.all(votes);
  assert.ok(order.indexOf("mary") < STRANGERS.length / 2, order.join());
  const reads = names().filter((name) => name === "get approvaltasks");
  assert.equal(reads.length, STRANGERS.length);
  assert.equal(names().filter((name) => name === "get customruns").length, 1, "strangers read no run");
});

test("a watched approval that is late refuses nobody whom the one of that name asks now", async (t) => {
  const asked = await ask(t, { approvers: ["mary"] });
  const late = { ...asked.task, spec: { ...asked.task.spec, approvers: ["somebody", "else"] } };
  const { approvals } = watching(asked, late);
  const digest = computeDigest(asked.task.spec);
  const result = await approvals.castVote(answer("mary", { digest }));
  assert.ok(result.ok, JSON.stringify(result));
});

test("whoever has voted gets the receipt, also when they are not named any more", async (t) => {
  const asked = await ask(t, { groups: ["managers"] });
  const { approvals } = watching(asked);
  const digest = computeDigest(asked.task.spec);
  const vote = { digest, operation: "once" };
  const voter = voterOf("mary", { groups: ["managers"] });
  assert.ok((await approvals.castVote(answer("mary", { ...vote, voter }))).ok);
  const again = await approvals.castVote(answer("mary", vote));
  assert.ok(again.ok && again.value.repeated);
});

test("one person's many requests wait in that person's own line, and beyond their number are not taken", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const { approvals } = watching(asked);
  const order: string[] = [];
  const send = async (by: string): Promise<void> => {
    const result = await approvals.castVote(answer(by));
    order.push(result.ok ? `${by} voted` : `${by} ${result.error.kind}`);
  };
  await Promise.all([...Array.from({ length: 30 }, () => send("mary")), send("john")]);
  assert.deepEqual(await votesOf(asked), ["mary", "john"]);
  const refused = order.filter((one) => one === "mary notRecorded").length;
  assert.equal(refused, 30 - 17, "one is served, sixteen wait");
  const served = order.filter((one) => one !== "mary notRecorded");
  assert.deepEqual(
    served.slice(0, 2),
    ["mary voted", "john voted"],
    "the line of one does not hold up another",
  );
});

test("what is not watched yet is read like everything else", async (t) => {
  const asked = await ask(t);
  const { approvals } = watching(asked, {
    ...asked.task,
    metadata: { ...asked.task.metadata, name: "other" },
  });
  assert.ok((await approvals.castVote(answer("mary"))).ok);
  const missing = { namespace: REF.namespace, name: "other" };
  const result = await approvals.castVote(answer("stranger", { ref: missing }));
  assert.ok(!result.ok && result.error.kind === "notFound");
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.votes?.length, 1);
});
