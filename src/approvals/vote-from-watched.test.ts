// A vote begins with the approval as it is watched: what that may save, and what it must not decide.
import assert from "node:assert/strict";
import { test } from "node:test";

import { addVote } from "../objects/approval/add-vote.ts";
import { findLateLabels } from "../objects/approval/approval-labels.ts";
import type { ApprovalTask, RecordedVote } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { retryApproval } from "../objects/approval/retry-approval.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import { formatTime, systemClock } from "../std/clock.ts";
import { answer, ask, REF, votesOf, watching } from "../../test/kit/ask-approval.ts";

const ASKS_TWO = { approvers: ["mary", "john"], strategy: "MULTI" };

function voteOf(by: string, { spec }: ApprovalTask): RecordedVote {
  const { comment, decision, via, voter } = answer(by);
  const time = formatTime(systemClock.now());
  const digest = computeDigest(spec);
  const { issuer } = voter;
  return { by, issuer, decision, comment, via, time, digest, attempt: 1, stage: 1, assignees: [0] };
}

test("reads the run and nothing else before it is written", async (t) => {
  const { approvals, names } = watching(await ask(t));
  assert.ok((await approvals.castVote(answer("mary"))).ok);
  assert.deepEqual(names(), ["get customruns", "update approvaltasks"]);
});

test("reads the approval whose labels are about to be written, so that the two do not meet", async (t) => {
  const asked = await ask(t, ASKS_TWO);
  assert.ok((await asked.approvals.castVote(answer("john"))).ok);
  const voted = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  const { approvals, names } = watching(asked, voted);
  assert.ok((await approvals.castVote(answer("mary"))).ok);
  assert.deepEqual(names().toSorted(), ["get approvaltasks", "get customruns", "update approvaltasks"]);
});

test("is written beside the votes that the watch has not brought", async (t) => {
  const asked = await ask(t, ASKS_TWO);
  assert.ok((await asked.approvals.castVote(answer("john"))).ok);
  const { approvals } = watching(asked);
  const result = await approvals.castVote(answer("mary"));
  assert.ok(result.ok && result.value.approval.state === "approved", JSON.stringify(result));
  assert.deepEqual(await votesOf(asked), ["john", "mary"]);
});

test("is taken by an attempt that the watch has not brought", async (t) => {
  const asked = await ask(t, ASKS_TWO, { timeout: "1h", retries: 1 });
  const { api } = asked.cluster;
  const nowMs = systemClock.now();
  const voted = await api.updateStatus(
    APPROVAL_TASKS,
    addVote(asked.task, voteOf("mary", asked.task), nowMs),
  );
  const next = retryApproval(voted, await api.get<CustomRun>(CUSTOM_RUNS, REF), nowMs);
  assert.ok(next !== undefined);
  await api.updateStatus(APPROVAL_TASKS, next);
  const labels = { ...voted.metadata.labels, ...findLateLabels(voted, nowMs) };
  const watched = { ...voted, metadata: { ...voted.metadata, labels } };
  const result = await watching(asked, watched).approvals.castVote(answer("mary"));
  assert.ok(result.ok, JSON.stringify(result));
});

test("is refused for the decision that the watch has not brought", async (t) => {
  const asked = await ask(t);
  assert.ok((await asked.approvals.castVote(answer("john"))).ok);
  const result = await watching(asked).approvals.castVote(answer("mary"));
  assert.ok(!result.ok && result.error.kind === "refused" && result.error.refusal === "AlreadyDecided");
});

test("does not reach the approval of another run that took the name", async (t) => {
  const asked = await ask(t);
  const { api } = asked.cluster;
  await api.delete(APPROVAL_TASKS, REF);
  await api.create<ApprovalTask>(APPROVAL_TASKS, { ...asked.task, metadata: REF });
  const result = await watching(asked).approvals.castVote(answer("mary"));
  assert.ok(!result.ok && result.error.kind === "notFound", JSON.stringify(result));
  assert.deepEqual(await votesOf(asked), []);
});

test("is refused once the run is cancelled, whatever the watch has brought", async (t) => {
  const asked = await ask(t);
  const body = { spec: { status: "RunCancelled" } };
  await asked.cluster.api.patch(CUSTOM_RUNS, REF, { type: "merge", body });
  const result = await watching(asked).approvals.castVote(answer("mary"));
  assert.ok(!result.ok && result.error.kind === "refused" && result.error.refusal === "AlreadyDecided");
});
