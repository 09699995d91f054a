// One operation is one vote: a double click, a chat that repeats its callback, a client that had no answer.
import assert from "node:assert/strict";
import { test } from "node:test";

import { voterOf } from "../../test/kit/voter-of.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { beginNextAttempt } from "../objects/approval/retry-approval.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import type { CastVoteRequest } from "./approvals.ts";
import {
  answer,
  approvalsOf,
  ask,
  holdUpdate,
  onUpdate,
  outcomesOf,
  REF,
  refusalOf,
  votesOf,
} from "../../test/kit/ask-approval.ts";

const OPERATION = "0b6f2c1e-9d0b-4a5f-8f55-0d3c3f4b7a10";

function operated(by: string, more: Partial<CastVoteRequest> = {}): CastVoteRequest {
  return answer(by, { operation: OPERATION, comment: "go", ...more });
}

test("the same operation again is answered with the recorded vote, and nothing is written", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const first = await asked.approvals.castVote(operated("mary"));
  assert.ok(first.ok && !first.value.repeated);
  const writes = asked.cluster.writes.length;
  const again = await asked.approvals.castVote(operated("mary"));
  assert.ok(again.ok && again.value.repeated);
  assert.deepEqual(again.value.approval.votes, first.value.approval.votes);
  assert.equal(asked.cluster.writes.length, writes);
  const { status } = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.deepEqual(
    status?.votes?.map(({ operation }) => operation),
    [OPERATION],
  );
});

test("both clicks of a double click lead to the receipt", async (t) => {
  const asked = await ask(t);
  const clicks = await Promise.all([1, 2, 3].map(() => asked.approvals.castVote(operated("mary"))));
  assert.deepEqual(
    clicks.map((click) => click.ok && click.value.repeated),
    [false, true, true],
  );
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

test("also when the approval was decided meanwhile, by another replica, after a restart, and when the run is gone", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  assert.ok((await asked.approvals.castVote(operated("mary"))).ok);
  assert.ok((await asked.approvals.castVote(answer("john", { decision: "reject" }))).ok);
  const another = approvalsOf(asked.cluster);
  const decided = await another.castVote(operated("mary"));
  assert.ok(decided.ok && decided.value.repeated && decided.value.approval.state === "rejected");
  await asked.cluster.api.delete(CUSTOM_RUNS, REF, { propagationPolicy: "Orphan" });
  const gone = await another.castVote(operated("mary", { digest: computeDigest(asked.task.spec) }));
  assert.ok(gone.ok && gone.value.repeated);
});

test("also when people have been asked again since, unless it says that it is for that attempt", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "FOUR_EYES" });
  const { api } = asked.cluster;
  assert.ok((await asked.approvals.castVote(operated("mary", { attempt: 1 }))).ok);
  const voted = await api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  const nowMs = Date.now();
  await api.updateStatus(APPROVAL_TASKS, beginNextAttempt(voted, nowMs + 3_600_000, nowMs));
  for (const more of [{}, { attempt: 1 }]) {
    const again = await asked.approvals.castVote(operated("mary", more));
    assert.ok(again.ok && again.value.repeated);
  }
  const other = await refusalOf(asked, operated("mary", { attempt: 2 }));
  assert.equal(other.kind, "reused");
});

test("two replicas at once: one vote, and both answer that it is recorded", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const held = holdUpdate(asked.cluster, 1);
  const one = asked.approvals.castVote(operated("mary"));
  await held.arrived;
  const another = await approvalsOf(asked.cluster).castVote(operated("mary"));
  held.release();
  assert.ok(another.ok && (await one).ok);
  assert.deepEqual(await votesOf(asked), ["mary"]);
  assert.deepEqual(outcomesOf(asked), ["update approvaltasks/status 200", "update approvaltasks/status 409"]);
});

for (const [sentence, more] of [
  ["another answer", { decision: "reject" }],
  ["another comment", { comment: "no go" }],
] as const) {
  test(`the same operation with ${sentence} is refused, and says what is on record`, async (t) => {
    const asked = await ask(t);
    assert.ok((await asked.approvals.castVote(operated("mary"))).ok);
    const error = await refusalOf(asked, operated("mary", more));
    assert.ok(error.kind === "reused", JSON.stringify(error));
    assert.match(error.message, /your approval is on record/u);
    assert.deepEqual(await votesOf(asked), ["mary"]);
  });
}

test("the operation of somebody else, or of a namesake of another issuer, is another one", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  assert.ok((await asked.approvals.castVote(operated("mary"))).ok);
  const namesake = await refusalOf(
    asked,
    operated("mary", { voter: voterOf("mary", { issuer: "company" }) }),
  );
  assert.ok(namesake.kind === "refused" && namesake.refusal === "AlreadyVoted");
  assert.match(
    namesake.message,
    /^You are .*, and mary has voted here: their name or account cannot be told apart from yours/u,
  );
  const john = await asked.approvals.castVote(operated("john"));
  assert.ok(john.ok && !john.value.repeated);
});

test("the answer to the write is lost: the vote is found by its operation", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  asked.cluster.kube.setFaults(onUpdate(1, { drop: "after" }));
  const result = await asked.approvals.castVote(operated("mary"));
  assert.ok(result.ok && !result.value.repeated);
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

test("nobody knew whether it was recorded: sent again, it is one vote and its receipt", async (t) => {
  const asked = await ask(t);
  const lost = onUpdate(1, { drop: "after" });
  let isAway = false;
  asked.cluster.kube.setFaults((request) => {
    const fault = isAway ? ({ drop: "before" } as const) : lost(request);
    isAway ||= fault !== undefined;
    return fault;
  });
  assert.equal((await refusalOf(asked, operated("mary"))).kind, "notKnown");
  asked.cluster.kube.setFaults(undefined);
  const again = await asked.approvals.castVote(operated("mary"));
  assert.ok(again.ok && again.value.repeated);
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

for (const operation of ["", "x".repeat(65), "a b", "a/b", "é", "a\n"]) {
  test(`invalid: the operation ${JSON.stringify(operation)}, before anything is read or written`, async (t) => {
    const asked = await ask(t);
    asked.cluster.kube.setFaults(() => ({ refuse: { code: 500 } }));
    const error = await refusalOf(asked, operated("mary", { operation }));
    assert.ok(error.kind === "invalid" && error.field === "operation");
  });
}

test("what became of each vote is told: for the first time, again, or why not", async (t) => {
  const asked = await ask(t);
  const outcomes: string[] = [];
  const approvals = approvalsOf(asked.cluster, { onVote: (outcome) => outcomes.push(outcome) });
  await approvals.castVote(operated("stranger"));
  await approvals.castVote(operated("mary"));
  await approvals.castVote(operated("mary"));
  await approvals.castVote(operated("mary", { comment: "no" }));
  assert.deepEqual(outcomes, ["NotEntitled", "recorded", "repeated", "reused"]);
});
