import assert from "node:assert/strict";
import { test } from "node:test";

import {
  BASE_URL,
  NOW_MS,
  makeCreatedApproval,
  makeWaitingApproval,
  withCancel,
  withVote,
} from "../../test/kit/make-approval.ts";
import { ANSWERS } from "../decision/request.ts";
import type { CancelReason } from "../decision/verdict.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import { readParameters } from "../objects/dialects/automatiko/read-parameters.ts";
import { describePendingRun } from "../objects/run/run-outcome.ts";
import { buildRunStatus } from "../objects/run/run-status.ts";
import { checkConditions } from "../../test/kit/check-conditions.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { needsLiveRead } from "./needs-live-read.ts";
import { plan } from "./plan.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

const CONTEXT = { nowMs: NOW_MS, baseUrl: BASE_URL, readParameters };
const NOTHING: Snapshot = {
  run: undefined,
  approval: undefined,
  stranger: undefined,
  closing: undefined,
  live: false,
  toldNow: false,
};
const MINUTE_MS = 60_000;

function newRun(
  params: Readonly<Record<string, unknown>> = { approvers: ["mary", "john"] },
  spec?: CustomRunSpec,
): CustomRun {
  return makeReferringRun(params, spec);
}

function pendingRun(params?: Readonly<Record<string, unknown>>, spec?: CustomRunSpec): CustomRun {
  const run = newRun(params, spec);
  return {
    ...run,
    status: buildRunStatus(run, describePendingRun(makeWaitingApproval(), `${BASE_URL}/approvals`), NOW_MS),
  };
}

function planFor(snapshot: Partial<Snapshot>, nowMs = NOW_MS): Step {
  return plan({ ...NOTHING, ...snapshot }, { ...CONTEXT, nowMs });
}

function runOf(step: Step): CustomRun {
  assert.equal(step.kind, "writeRunStatus");
  checkConditions(step.run.status?.conditions);
  assert.equal(step.run.status?.conditions?.[0]?.type, "Succeeded", "first in the list");
  return step.run;
}

function endOf(step: Step): readonly [status: string, reason: string] {
  const run = runOf(step);
  const { status = "", reason = "" } = run.status?.conditions?.[0] ?? {};
  assert.ok(run.status?.completionTime, "has a completion time");
  assert.equal(run.status?.results?.length, 7, "has all results");
  return [status, reason];
}

function approvalOf(step: Step): ApprovalTask {
  assert.equal(step.kind, "writeApprovalStatus");
  checkConditions(step.approval.status?.conditions);
  return step.approval;
}

const closed = (reason: CancelReason): Pick<Snapshot, "closing"> => ({ closing: { reason } });
const labelled = (task: ApprovalTask, labels: Record<string, string>): ApprovalTask => ({
  ...task,
  metadata: { ...task.metadata, labels: { ...task.metadata.labels, ...labels } },
});

test("W1: a new run is told that it waits, and nothing else is written first", () => {
  const run = runOf(planFor({ run: newRun() }));
  assert.deepEqual(
    [
      run.status?.conditions?.[0]?.status,
      run.status?.conditions?.[0]?.reason,
      run.status?.observedGeneration,
    ],
    ["Unknown", "Pending", 1],
  );
  assert.equal(run.status?.results, undefined);
});

test("W2: a run that waits gets its approval, owned by the run's UID", () => {
  const run = pendingRun();
  const step = planFor({ run });
  assert.equal(step.kind, "createApproval");
  const [owner, ...others] = step.approval.metadata.ownerReferences ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(
    [owner?.kind, owner?.name, owner?.uid, owner?.controller, owner?.blockOwnerDeletion],
    ["CustomRun", run.metadata.name, run.metadata.uid, true, undefined],
  );
  assert.equal(step.approval.metadata.labels?.["responses"], "0_of_2");
  assert.deepEqual(step.notables, []);
});

for (const [sentence, toldNow, waitedMs, reasons] of [
  ["a run that an earlier look told", false, 2_000, ["ApprovalAskedAgain"]],
  ["a run that another replica told just now", false, 1_000, []],
  ["a run that this look told, however long that took", true, 9_000, []],
] as const) {
  test(`W2 for ${sentence}: Events ${reasons.join() || "none"}`, () => {
    const step = planFor({ run: pendingRun(), toldNow }, NOW_MS + waitedMs);
    assert.equal(step.kind, "createApproval");
    assert.deepEqual(
      step.notables.map(({ reason }) => reason),
      reasons,
    );
  });
}

test("W2 says on an Event that groups replace approvers", () => {
  const step = planFor({ run: pendingRun({ approvers: ["mary"], groups: ["managers"] }) });
  assert.equal(step.kind, "createApproval");
  assert.deepEqual(
    step.notables.map(({ reason }) => reason),
    ["GroupsReplaceApprovers"],
  );
});

test("W2 says on an Event that a name with a blank may be several, and its advice works", () => {
  const run = pendingRun({ approvers: ["ann bob", "Hanna Lindqvist", "山田 太郎"] });
  const step = planFor({ run });
  assert.equal(step.kind, "createApproval");
  assert.deepEqual(step.approval.spec.approvers, ["ann bob", "Hanna Lindqvist", "山田 太郎"]);
  assert.deepEqual(step.notables, [
    {
      type: "Warning",
      reason: "BlankInName",
      message:
        '"ann bob" is asked as one name with a space in it. If these are several names, give each its own entry: ["ann","bob"].',
    },
  ]);
  const followed = planFor({ run: pendingRun({ approvers: ["ann", "bob"] }) });
  assert.ok(followed.kind === "createApproval" && followed.notables.length === 0);
  const ignored = planFor({ run: pendingRun({ approvers: ["ann bob"], groups: ["dev"] }) });
  assert.ok(ignored.kind === "createApproval");
  assert.deepEqual(
    ignored.notables.map(({ reason }) => reason),
    ["GroupsReplaceApprovers"],
    "of those who are asked",
  );
});

test("W3: an approval that was just created gets stages, link and the run's deadline", () => {
  const run = pendingRun(undefined, { timeout: "10m" });
  const { status } = approvalOf(planFor({ run, approval: makeCreatedApproval(run) }, NOW_MS + 5_000));
  assert.equal(status?.deadline, "2026-11-24T10:10:00Z", "counted from the run's start (contract C43)");
  assert.equal(status?.approvalUrl, `${BASE_URL}/approvals/shop/release-1-approve`);
  assert.equal(status?.stages?.length, 1);
});

test("an approval that waits is left alone until its deadline", () => {
  const run = pendingRun(undefined, { timeout: "10m" });
  const approval = makeWaitingApproval(run);
  assert.deepEqual(planFor({ run, approval }), { kind: "wait", untilMs: NOW_MS + 10 * MINUTE_MS });
});

test("without a timeout it is left alone for ever (contract C41)", () => {
  const run = pendingRun();
  assert.deepEqual(planFor({ run, approval: makeWaitingApproval(run) }, NOW_MS + 61 * MINUTE_MS), {
    kind: "wait",
  });
});

test("W6, W7, W8: time runs out, then the run is told, then the labels", () => {
  const run = pendingRun(undefined, { timeout: "10m" });
  const lateMs = NOW_MS + 10 * MINUTE_MS;
  const approval = approvalOf(planFor({ run, approval: makeWaitingApproval(run) }, lateMs));
  assert.equal(approval.status?.decision?.state, "timedOut");

  const end = planFor({ run, approval }, lateMs);
  assert.deepEqual(endOf(end), ["False", "CustomRunTimedOut"]);

  const labels = planFor({ run: runOf(end), approval }, lateMs);
  assert.equal(labels.kind, "labelApproval");
  assert.deepEqual(labels.labels, { decision: "timedout", responses: "0_of_2" });

  const done = labelled(approval, labels.labels);
  assert.deepEqual(planFor({ run: runOf(end), approval: done }, lateMs), { kind: "wait" });
});

for (const [sentence, decision, params, end] of [
  ["approved", "approve", {}, ["True", "Approved"]],
  ["rejected, and the pipeline branches on it", "reject", {}, ["True", "Rejected"]],
  ["rejected with onReject fail", "reject", { onReject: "fail" }, ["False", "Rejected"]],
] as const) {
  test(`W7: ${sentence}`, () => {
    const run = pendingRun({ approvers: ["mary", "john"], ...params });
    const approval = withVote(makeWaitingApproval(run), "mary", decision);
    assert.deepEqual(endOf(planFor({ run, approval })), end);
  });
}

test("a time-out with retries left begins another attempt: approval, then run, then labels (contract C57)", () => {
  const run = pendingRun({ approvers: ["mary", "john"], strategy: "MULTI" }, { timeout: "10m", retries: 1 });
  const waiting = withVote(makeWaitingApproval(run), "mary");
  const lateMs = NOW_MS + 11 * MINUTE_MS;
  const second = approvalOf(planFor({ run, approval: waiting }, lateMs));
  assert.deepEqual(
    [second.status?.attempt, second.status?.deadline, second.status?.decision, second.status?.votes?.length],
    [2, "2026-11-24T10:21:00Z", undefined, 1],
  );

  const archived = runOf(planFor({ run, approval: second }, lateMs));
  assert.deepEqual(
    [archived.status?.conditions?.[0]?.status, archived.status?.startTime, archived.status?.completionTime],
    ["Unknown", "2026-11-24T10:11:00Z", undefined],
  );
  assert.equal(archived.status?.results, undefined);
  const [first, ...others] = archived.status?.retriesStatus ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(Object.keys(first ?? {}).sort(), [
    "completionTime",
    "conditions",
    "observedGeneration",
    "results",
    "startTime",
  ]);
  assert.deepEqual(
    [first?.conditions?.[0]?.status, first?.conditions?.[0]?.reason, first?.startTime],
    ["False", "CustomRunTimedOut", "2026-11-24T10:00:00Z"],
  );

  const labels = planFor({ run: archived, approval: labelled(second, { responses: "1_of_2" }) }, lateMs);
  assert.equal(labels.kind, "labelApproval");
  assert.deepEqual(labels.labels, { decision: "pending", responses: "0_of_2" });
  const settled = labelled(second, labels.labels);
  assert.deepEqual(planFor({ run: archived, approval: settled }, lateMs), {
    kind: "wait",
    untilMs: lateMs + 10 * MINUTE_MS,
  });

  const last = approvalOf(planFor({ run: archived, approval: settled }, lateMs + 10 * MINUTE_MS));
  assert.equal(last.status?.decision?.state, "timedOut", "none remains");
  const end = planFor({ run: archived, approval: last }, lateMs + 10 * MINUTE_MS);
  assert.deepEqual(endOf(end), ["False", "CustomRunTimedOut"]);
  assert.equal(runOf(end).status?.retriesStatus?.length, 1);
});

test("votes of an attempt that timed out do not count in the next", () => {
  const run = pendingRun({ approvers: ["mary", "john"], strategy: "MULTI" }, { timeout: "10m", retries: 1 });
  const lateMs = NOW_MS + 11 * MINUTE_MS;
  const first = withVote(makeWaitingApproval(run), "mary");
  const second = approvalOf(planFor({ run, approval: first }, lateMs));
  const john = withVote(second, "john", "approve", { attempt: 2, assignees: [1] });
  assert.equal(john.status?.decision, undefined, "mary has to answer again");
  const both = withVote(john, "mary", "approve", { attempt: 2 });
  assert.equal(both.status?.decision?.state, "approved");
});

for (const [sentence, end] of [
  ["a rejection", (task: ApprovalTask) => withVote(task, "mary", "reject")],
  ["a cancel", (task: ApprovalTask) => withCancel(task, "RunCancelled")],
] as const) {
  test(`${sentence} is final, though retries remain (contract C58)`, () => {
    const run = pendingRun(undefined, { timeout: "10m", retries: 3 });
    const ended = planFor({ run, approval: end(makeWaitingApproval(run)) });
    assert.ok(runOf(ended).status?.completionTime);
    assert.equal(runOf(ended).status?.retriesStatus, undefined);
  });
}

test("an approval deleted in its second attempt is asked again in its second attempt", () => {
  const run = pendingRun(undefined, { timeout: "10m", retries: 2 });
  const second = approvalOf(planFor({ run, approval: makeWaitingApproval(run) }, NOW_MS + 11 * MINUTE_MS));
  const archived = runOf(planFor({ run, approval: second }, NOW_MS + 11 * MINUTE_MS));
  const again = approvalOf(
    planFor({ run: archived, approval: makeCreatedApproval(archived) }, NOW_MS + 12 * MINUTE_MS),
  );
  assert.deepEqual([again.status?.attempt, again.status?.deadline], [2, "2026-11-24T10:21:00Z"]);
});

test("W8: a vote that does not decide yet changes the labels and not the run", () => {
  const run = pendingRun({ approvers: ["mary", "john"], strategy: "MULTI" });
  const step = planFor({ run, approval: withVote(makeWaitingApproval(run), "mary") });
  assert.equal(step.kind, "labelApproval");
  assert.deepEqual(step.labels, { decision: "pending", responses: "1_of_2" });
});

test("a recorded approval stands, though the time is over and the run is cancelled (contract C53)", () => {
  const run = pendingRun(undefined, { timeout: "10m", status: "RunCancelled" });
  const approval = withVote(makeWaitingApproval(run), "mary");
  const step = planFor({ run, approval, ...closed("RunCancelled") }, NOW_MS + 60 * MINUTE_MS);
  assert.deepEqual(endOf(step), ["True", "Approved"]);
});

test("a run that has ended is never written again, whatever is asked of it (contract C38e)", () => {
  const run = pendingRun();
  const approval = labelled(withVote(makeWaitingApproval(run), "mary"), {
    decision: "approved",
    responses: "1_of_2",
  });
  const ended = runOf(planFor({ run, approval }));
  const cancelled = { ...ended, spec: { ...ended.spec, status: "RunCancelled" } };
  assert.deepEqual(planFor({ run: cancelled, approval, ...closed("RunEnded") }), { kind: "wait" });
  assert.deepEqual(
    planFor({ run: ended }),
    { kind: "wait" },
    "and is not asked again, when its approval is gone",
  );
});

for (const reason of [
  "RunCancelled",
  "PipelineRunTimedOut",
  "PipelineRunFinished",
  "PipelineRunGone",
] as const) {
  test(`closed before anybody was asked: ${reason} ends the run at once`, () => {
    assert.deepEqual(endOf(planFor({ run: newRun(), ...closed(reason) })), ["False", "CustomRunCancelled"]);
  });

  test(`closed while people are asked: ${reason} closes the approval, then the run`, () => {
    const run = pendingRun();
    const approval = approvalOf(planFor({ run, approval: makeWaitingApproval(run), ...closed(reason) }));
    assert.deepEqual(
      [approval.status?.decision?.state, approval.status?.decision?.reason],
      ["cancelled", reason],
    );
    const end = planFor({ run, approval, ...closed(reason) });
    assert.deepEqual(endOf(end), ["False", "CustomRunCancelled"]);
  });
}

test("the message of a cancelled run says what Tekton said", () => {
  const detail = "CustomRun cancelled as the PipelineRun it belongs to has been cancelled.";
  const run = runOf(planFor({ run: newRun(), closing: { reason: "RunCancelled", detail } }));
  assert.ok(run.status?.conditions?.[0]?.message.endsWith(detail));
});

function beingDeleted<T extends CustomRun | ApprovalTask>(object: T): T {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: "2026-11-24T10:00:00Z" } };
}

test("a run that is being deleted, and held, is cancelled after its approval (contract C31)", () => {
  const run = beingDeleted(pendingRun());
  const approval = approvalOf(planFor({ run, approval: makeWaitingApproval(run), ...closed("RunDeleted") }));
  assert.equal(approval.status?.decision?.reason, "RunDeleted");
  const end = planFor({ run, approval, ...closed("RunDeleted") });
  assert.deepEqual(endOf(end), ["False", "CustomRunCancelled"]);
  const labels = planFor({ run: runOf(end), approval, ...closed("RunDeleted") });
  assert.equal(labels.kind, "labelApproval");
});

for (const decision of ANSWERS) {
  test(`a run that is being deleted is never True, though its approval says ${decision} (contract C32)`, () => {
    const run = beingDeleted(pendingRun());
    const approval = withVote(makeWaitingApproval(run), "mary", decision);
    const end = planFor({ run, approval, ...closed("RunDeleted") });
    assert.deepEqual(endOf(end), ["False", "CustomRunCancelled"]);
    assert.equal(runOf(end).status?.results?.find(({ name }) => name === "decision")?.value, "false");
  });
}

test("a run that is being deleted before anybody was asked is cancelled, and nothing opens", () => {
  const run = beingDeleted(pendingRun());
  const created = makeCreatedApproval(run);
  for (const found of [{}, { approval: created }, { stranger: created }]) {
    const end = planFor({ run, ...found, ...closed("RunDeleted") });
    assert.deepEqual(endOf(end), ["False", "CustomRunCancelled"]);
  }
});

test("a run that had ended before it was deleted stays as it is", () => {
  const run = pendingRun();
  const approval = labelled(withVote(makeWaitingApproval(run), "mary"), {
    decision: "approved",
    responses: "1_of_2",
  });
  const ended = beingDeleted(runOf(planFor({ run, approval })));
  assert.deepEqual(planFor({ run: ended, approval, ...closed("RunDeleted") }), { kind: "wait" });
});

for (const reason of ["RunDeleted", "RunNotOurs"] as const) {
  test(`without a run, ${reason} closes the approval`, () => {
    const approval = approvalOf(planFor({ approval: makeWaitingApproval(), ...closed(reason) }));
    assert.equal(approval.status?.decision?.reason, reason);
  });
}

test("an ApprovalTask that nobody started for a run is not touched", () => {
  assert.deepEqual(planFor({ approval: makeCreatedApproval(), ...closed("RunDeleted") }), { kind: "wait" });
});

test("a run that somebody else ended closes its approval, and an Event says so", () => {
  const run = pendingRun();
  const step = planFor({ run, approval: makeWaitingApproval(run), ...closed("RunEnded") });
  assert.equal(approvalOf(step).status?.decision?.reason, "RunEnded");
  assert.ok(step.kind === "writeApprovalStatus" && step.notable?.reason === "RunEndedByOthers");
});

test("parameters that are refused end the run at once, and open nothing", () => {
  const step = planFor({ run: newRun({ approvers: ["mary"], strategy: "four_eyes" }) });
  assert.deepEqual(endOf(step), ["False", "ApprovalParametersInvalid"]);
  assert.match(runOf(step).status?.conditions?.[0]?.message ?? "", /strategy.*FOUR_EYES/u);
});

test("parameters edited after the approval opened are not looked at (contract C15)", () => {
  const run = pendingRun();
  const approval = makeWaitingApproval(run);
  const edited = { ...run, spec: { ...run.spec, params: [{ name: "approvers", value: ["mallory"] }] } };
  assert.deepEqual(planFor({ run: edited, approval }), { kind: "wait" });
  const voted = withVote(approval, "mary");
  assert.deepEqual(endOf(planFor({ run: edited, approval: voted })), ["True", "Approved"]);
});

test("a leftover of a run of the same name is replaced (contract C29)", () => {
  const run = pendingRun();
  const gone = { ...run, metadata: { ...run.metadata, uid: "gone" } };
  const stranger = makeWaitingApproval(gone);
  assert.deepEqual(planFor({ run, stranger }), { kind: "deleteApproval", approval: stranger });
});

for (const [sentence, ownerReferences] of [
  ["nobody", []],
  [
    "a ConfigMap",
    [{ apiVersion: "v1", kind: "ConfigMap", name: "release-1-approve", uid: "c", controller: true }],
  ],
  [
    "another run",
    [{ apiVersion: "tekton.dev/v1beta1", kind: "CustomRun", name: "other", uid: "o", controller: true }],
  ],
] as const) {
  test(`an ApprovalTask owned by ${sentence} is never taken over: the run fails`, () => {
    const run = pendingRun();
    const created = makeCreatedApproval(run);
    const stranger = { ...created, metadata: { ...created.metadata, ownerReferences } };
    assert.deepEqual(endOf(planFor({ run, stranger })), ["False", "ApprovalNameTaken"]);
  });
}

test("an ApprovalTask made by somebody else in the run's name, with approvers of their own, fails the run", () => {
  const run = pendingRun();
  const created = makeCreatedApproval(run);
  const forged = { ...created, spec: { ...created.spec, approvers: ["mallory"] } };
  const step = planFor({ run, approval: forged });
  assert.deepEqual(endOf(step), ["False", "ApprovalNameTaken"]);
  assert.match(runOf(step).status?.conditions?.[0]?.message ?? "", /spec\.approvers differs/u);
});

test("what nobody waits for any more is cancelled, and not judged by what it asks", () => {
  const run = pendingRun();
  const approval = makeCreatedApproval(run);
  const orphan = { ...run, metadata: { ...run.metadata, ownerReferences: [] } };
  const step = planFor({ run: orphan, approval, ...closed("PipelineRunGone") });
  assert.deepEqual(endOf(step), ["False", "CustomRunCancelled"]);
});

/** As the garbage collector leaves it when a run is deleted without what belongs to it. */
function orphanOf(run: CustomRun): ApprovalTask {
  const task = makeWaitingApproval(run);
  return { ...task, metadata: { ...task.metadata, ownerReferences: [] } };
}

function endedRun(): CustomRun {
  const run = pendingRun();
  return runOf(planFor({ run, stranger: orphanOf({ ...run, metadata: { ...run.metadata, uid: "gone" } }) }));
}

test("an orphan of an earlier run is closed once the run whose name it takes has ended", () => {
  const run = endedRun();
  const gone = { ...run, metadata: { ...run.metadata, uid: "gone" } };
  const step = planFor({ run, stranger: orphanOf(gone), ...closed("RunEnded") });
  const stranger = approvalOf(step);
  assert.deepEqual(
    [stranger.status?.decision?.state, stranger.status?.decision?.reason],
    ["cancelled", "RunDeleted"],
  );
  assert.ok(
    needsLiveRead(step, { ...NOTHING, run, stranger, toldNow: true }),
    "never on the word of a cache",
  );
  const labels = planFor({ run, stranger, ...closed("RunEnded") });
  assert.equal(labels.kind, "labelApproval");
  assert.equal(labels.labels["decision"], "cancelled");
});

test("an approval that lost its owner is closed as what became of its run", () => {
  const run = {
    ...endedRun(),
    metadata: { ...pendingRun().metadata, deletionTimestamp: "2026-11-24T10:00:00Z" },
  };
  const stranger = approvalOf(planFor({ run, stranger: orphanOf(run), ...closed("RunDeleted") }));
  assert.equal(stranger.status?.decision?.reason, "RunDeleted");
});

test("what somebody made by hand beside an ended run is left alone", () => {
  const run = endedRun();
  const other = { ...run, metadata: { ...run.metadata, uid: "gone" } };
  const stranger = orphanOf(other);
  const renamed = { ...stranger, spec: { ...stranger.spec, run: { name: "other", uid: "gone" } } };
  for (const found of [renamed, makeCreatedApproval(other)]) {
    assert.deepEqual(planFor({ run, stranger: found, ...closed("RunEnded") }), { kind: "wait" });
  }
});

test("a definition that drops a field of the request is told apart from a name that is taken", () => {
  const run = pendingRun();
  const created = makeCreatedApproval(run);
  const { title: _, ...pruned } = created.spec;
  const message = runOf(planFor({ run, approval: { ...created, spec: pruned as typeof created.spec } }))
    .status?.conditions?.[0]?.message;
  assert.match(message ?? "", /spec\.title differs.*apply deploy\/crds\/approvaltasks\.yaml/u);
});

test("nothing there, nothing to do", () => {
  assert.deepEqual(planFor({}), { kind: "wait" });
});

test("the order of rules: a cancelled approval is never reopened, an ended run gets only labels", () => {
  const run = pendingRun();
  const approval = withCancel(makeWaitingApproval(run), "RunCancelled");
  const end = planFor({ run, approval, ...closed("RunCancelled") });
  const after = planFor({ run: runOf(end), approval, ...closed("RunEnded") });
  assert.equal(after.kind, "labelApproval");
});
