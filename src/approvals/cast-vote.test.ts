import assert from "node:assert/strict";
import { test } from "node:test";

import { nameWrites, type TestCluster } from "../../test/kit/start-cluster.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { beginNextAttempt } from "../objects/approval/retry-approval.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import type { Clock } from "../std/clock.ts";
import {
  answer,
  approvalsOf,
  ask,
  holdUpdate,
  outcomesOf,
  REF,
  refusalOf,
  votesOf,
} from "../../test/kit/ask-approval.ts";

test("a vote and the decision that follows from it are one write", async (t) => {
  const asked = await ask(t);
  const result = await asked.approvals.castVote(answer("mary", { comment: "go" }));
  assert.ok(result.ok);
  assert.equal(result.value.approval.state, "approved");
  assert.deepEqual(nameWrites(asked.cluster.writes), ["update approvaltasks/status"]);
  assert.equal(asked.seen.length, 1, "and the process hears of it at once");
});

test("a vote keeps who, when, through which door, on what, and for whom it counts", async (t) => {
  const asked = await ask(
    t,
    { groups: ["managers", "security"], strategy: "MULTI" },
    {},
    { now: () => 1_800_000_000_999 },
  );
  const voter = voterOf("mary", { groups: ["security", "managers"] });
  assert.ok((await asked.approvals.castVote(answer("mary", { voter, comment: "ok", via: "web" }))).ok);
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.deepEqual(task.status?.votes, [
    {
      by: "mary",
      issuer: "open",
      decision: "approve",
      comment: "ok",
      time: "2027-01-15T08:00:00Z",
      via: "web",
      digest: computeDigest(asked.task.spec),
      attempt: 1,
      stage: 1,
      assignees: [0, 1],
    },
  ]);
});

test("a vote keeps the account where it is not the name, and is its own also under another name", async (t) => {
  const asked = await ask(t, { groups: ["managers"], strategy: "FOUR_EYES" });
  const voter = voterOf("mary", { issuer: "company", subject: "17", groups: ["managers"] });
  const cast = await asked.approvals.castVote(answer("mary", { voter }));
  const [view] = cast.ok ? cast.value.approval.votes : [];
  assert.deepEqual(
    [view?.by, view?.issuer, view?.subject],
    ["mary", "company", "17"],
    "people and API see it too",
  );
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.votes?.[0]?.subject, "17");
  const married = await refusalOf(asked, answer("mary", { voter: { ...voter, name: "mary.married" } }));
  assert.ok(married.kind === "refused" && married.refusal === "VotedInEarlierStage");
  assert.doesNotMatch(married.message, /cannot be told apart from yours/u);
});

test("a vote keeps the address, is taken for whoever has it, and bars them under any other name", async (t) => {
  const asked = await ask(t, { approvers: ["Mary@A.example", "john"], strategy: "FOUR_EYES" });
  const match = { by: ["email"], emailCase: "fold" } as const;
  const mary = voterOf("m", { issuer: "company", subject: "17", email: "mary@a.example", match });
  const cast = await asked.approvals.castVote(answer("m", { voter: mary }));
  assert.ok(cast.ok, JSON.stringify(cast));
  const { votes, responses, waitingFor } = cast.value.approval;
  assert.equal(votes[0]?.email, "mary@a.example", "people and API see it too");
  assert.equal(responses.received, 1);
  assert.deepEqual(waitingFor, [{ kind: "user", name: "john" }]);
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.votes?.[0]?.email, "mary@a.example");

  const john = voterOf("john", { issuer: "proxy", email: "MARY@a.example" });
  const error = await refusalOf(asked, answer("john", { voter: john }));
  assert.ok(error.kind === "refused" && error.refusal === "VotedInEarlierStage", JSON.stringify(error));
  assert.match(error.message, /You are john, and m has voted here.*cannot be told apart/u);
});

for (const [sentence, params, first, second, refusal] of [
  ["a stranger", {}, undefined, "mallory", "NotEntitled"],
  ["a name that only looks the same", {}, undefined, "Mary", "NotEntitled"],
  ["the same person again", { strategy: "MULTI" }, "mary", "mary", "AlreadyVoted"],
  ["the first of four eyes again", { strategy: "FOUR_EYES" }, "mary", "mary", "VotedInEarlierStage"],
  ["anybody after the decision", {}, "mary", "john", "AlreadyDecided"],
] as const) {
  test(`refused: ${sentence}, and nothing is written`, async (t) => {
    const asked = await ask(t, { approvers: ["mary", "john"], ...params });
    if (first !== undefined) assert.ok((await asked.approvals.castVote(answer(first))).ok);
    const before = asked.cluster.writes.length;
    const error = await refusalOf(asked, answer(second));
    assert.ok(error.kind === "refused" && error.refusal === refusal, JSON.stringify(error));
    assert.equal(asked.cluster.writes.length, before);
  });
}

test("refused: a vote after the deadline, recorded or not", async (t) => {
  let now = Date.parse("2026-11-24T10:00:00Z");
  const asked = await ask(t, undefined, { timeout: "10m" }, { now: () => now });
  now += 10 * 60_000;
  const error = await refusalOf(asked, answer("mary"));
  assert.ok(error.kind === "refused" && error.refusal === "DeadlinePassed");
});

test("the clock is read once for a try: what is in time when it is judged counts when it is written", async (t) => {
  const startMs = Date.parse("2026-11-24T10:00:00Z");
  const lateMs = startMs + 10 * 60_000;
  let nextMs = startMs;
  const asked = await ask(t, undefined, { timeout: "10m" }, { now: () => nextMs });
  const readings: number[] = [];
  const clock: Clock = {
    now: () => {
      readings.push(nextMs);
      const nowMs = nextMs;
      nextMs = lateMs;
      return nowMs;
    },
  };
  const result = await approvalsOf(asked.cluster, { clock }).castVote(answer("mary"));
  assert.ok(result.ok && result.value.approval.state === "approved", JSON.stringify(result));
  assert.deepEqual(readings, [startMs]);
});

test("refused: a vote for a request that is not the one shown", async (t) => {
  const asked = await ask(t);
  const error = await refusalOf(asked, answer("mary", { digest: `sha256:${"0".repeat(64)}` }));
  assert.equal(error.kind, "changed");
  assert.ok((await asked.approvals.castVote(answer("mary", { digest: computeDigest(asked.task.spec) }))).ok);
});

test("refused: a vote for an attempt that is over, which would be the first of the next", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "FOUR_EYES" });
  const { api } = asked.cluster;
  assert.ok((await asked.approvals.castVote(answer("mary", { attempt: 1 }))).ok);
  const voted = await api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  const nowMs = Date.now();
  await api.updateStatus(APPROVAL_TASKS, beginNextAttempt(voted, nowMs + 3_600_000, nowMs));
  const error = await refusalOf(
    asked,
    answer("john", { attempt: 1, digest: computeDigest(asked.task.spec) }),
  );
  assert.ok(error.kind === "changed", JSON.stringify(error));
  assert.match(error.message, /^People have been asked again since it was shown: this is attempt 2\./u);
  assert.deepEqual([error.approval.attempt, error.approval.votes.length], [2, 0]);
  assert.equal((await refusalOf(asked, answer("john", { attempt: 3 }))).kind, "changed");
  assert.ok((await asked.approvals.castVote(answer("john", { attempt: 2 }))).ok);
});

for (const [sentence, close] of [
  [
    "cancelled",
    async ({ api }: TestCluster) =>
      void (await api.patch(CUSTOM_RUNS, REF, { type: "merge", body: { spec: { status: "RunCancelled" } } })),
  ],
  [
    "changed to another kind",
    async ({ api }: TestCluster) =>
      void (await api.patch(CUSTOM_RUNS, REF, {
        type: "merge",
        body: { spec: { customRef: { kind: "Wait" } } },
      })),
  ],
  [
    "deleted and left its approval behind",
    async ({ api }: TestCluster) => await api.delete(CUSTOM_RUNS, REF, { propagationPolicy: "Orphan" }),
  ],
] as const) {
  test(`refused: a vote for a run that is ${sentence}, before the controller has noticed`, async (t) => {
    const asked = await ask(t);
    await close(asked.cluster);
    const error = await refusalOf(asked, answer("mary"));
    assert.ok(error.kind === "refused" && error.refusal === "AlreadyDecided", JSON.stringify(error));
    assert.deepEqual(await votesOf(asked), []);
  });
}

test("refused: a vote on an approval that is being deleted, which people are asked anew without", async (t) => {
  const asked = await ask(t);
  const { api } = asked.cluster;
  const finalizers = { metadata: { finalizers: ["example.com/keeps"] } };
  await api.patch(APPROVAL_TASKS, REF, { type: "merge", body: finalizers });
  await api.delete(APPROVAL_TASKS, REF);
  const error = await refusalOf(asked, answer("mary"));
  assert.ok(error.kind === "refused" && error.refusal === "ApprovalDeleted", JSON.stringify(error));
  assert.match(error.message, /asked again/u);
  assert.deepEqual(await votesOf(asked), []);
});

test("an approval that was not opened has no receipt, and takes no vote", async (t) => {
  const asked = await ask(t);
  const { api } = asked.cluster;
  const body = { status: { startTime: null } };
  await api.patch(APPROVAL_TASKS, REF, { type: "merge", subresource: "status", body });
  assert.equal(await asked.approvals.read(REF), undefined);
  assert.equal((await refusalOf(asked, answer("mary"))).kind, "notFound");
});

test("not found: an approval that is not there, and one that was never opened for its run", async (t) => {
  const asked = await ask(t);
  const missing = await refusalOf(asked, answer("mary", { ref: { namespace: "default", name: "none" } }));
  assert.equal(missing.kind, "notFound");
  const { api } = asked.cluster;
  await api.patch(APPROVAL_TASKS, REF, { type: "merge", body: { metadata: { ownerReferences: null } } });
  assert.equal((await refusalOf(asked, answer("mary"))).kind, "notFound");
});

for (const [sentence, comment, said] of [
  [
    "of more bytes as they are stored",
    "<".repeat(683),
    /is 1 character too long: .*< and &, take more room, so fewer than 2000 fit\. Shorten/u,
  ],
  ["too long", "x".repeat(2_001), /is 1 character too long; at most 2000 are kept\. Shorten/u],
  ["too heavy", "日".repeat(1_500), /is 135 characters too long/u],
  ["with a NUL", "a\0b", /control character/u],
  ["with half a character", "a\ud800", /half a character/u],
] as const) {
  test(`invalid: a comment ${sentence}, before anything is read or written`, async (t) => {
    const asked = await ask(t);
    const error = await refusalOf(asked, answer("mary", { comment }));
    assert.ok(error.kind === "invalid" && error.field === "comment");
    assert.match(error.message, said);
    assert.deepEqual(await votesOf(asked), []);
  });
}

test("a comment at the bound is kept whole", async (t) => {
  const asked = await ask(t);
  const comment = "é".repeat(2_000);
  assert.ok((await asked.approvals.castVote(answer("mary", { comment }))).ok);
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.votes?.[0]?.comment, comment);
});

test("eight people at once: every vote is taken, none twice", async (t) => {
  const people = Array.from({ length: 8 }, (_, position) => `person-${position}`);
  const asked = await ask(t, { approvers: people, strategy: "MULTI" });
  const results = await Promise.all(people.map((by) => asked.approvals.castVote(answer(by))));
  assert.ok(results.every(({ ok }) => ok));
  assert.deepEqual([...(await votesOf(asked))].sort(), people);
});

test("the same person from two tabs at once: one vote, and the other tab is told", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const results = await Promise.all([
    asked.approvals.castVote(answer("mary")),
    asked.approvals.castVote(answer("mary", { decision: "reject" })),
  ]);
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [true, false],
  );
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

test("somebody else writes first: the vote is judged again on what is there now", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const held = holdUpdate(asked.cluster, 1);
  const mine = asked.approvals.castVote(answer("mary"));
  await held.arrived;
  const labels = { metadata: { labels: { touched: "yes" } } };
  await asked.cluster.api.patch(APPROVAL_TASKS, REF, { type: "merge", body: labels });
  held.release();
  assert.ok((await mine).ok);
  assert.deepEqual(outcomesOf(asked), [
    "patch approvaltasks 200",
    "update approvaltasks/status 409",
    "update approvaltasks/status 200",
  ]);
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

test("the approval is deleted between the read and the write: it is not found, as a moment later", async (t) => {
  const asked = await ask(t);
  const held = holdUpdate(asked.cluster, 1);
  const mine = refusalOf(asked, answer("mary"));
  await held.arrived;
  await asked.cluster.api.delete(APPROVAL_TASKS, REF);
  held.release();
  assert.equal((await mine).kind, "notFound");
  assert.deepEqual(outcomesOf(asked), ["delete approvaltasks 200", "update approvaltasks/status 404"]);
});
