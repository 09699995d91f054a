// The largest approval that can be opened takes all its votes: none of them makes an object that etcd refuses.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startCluster } from "../../test/kit/start-cluster.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { Answer } from "../decision/request.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { listCountedVotes } from "../objects/approval/approval-request.ts";
import { type ApprovalTask, BOUNDS } from "../objects/approval/approval-task.ts";
import { countCharacters } from "../objects/characters.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import { describeEndedRun, describePendingRun } from "../objects/run/run-outcome.ts";
import { buildRetriedStatus, buildRunStatus } from "../objects/run/run-status.ts";
import { LARGEST_REQUESTS, makeLargestRun } from "../../test/kit/largest-requests.ts";
import {
  type Fill,
  makeLargestComment,
  makeLargestName,
  withLargestVotes,
} from "../../test/kit/largest-votes.ts";
import { countStoredBytes, countStoredJson } from "../std/stored-bytes.ts";
import { holdCluster } from "../../test/kit/hold-cluster.ts";
import { OPEN_ACCESS } from "../../test/kit/open-access.ts";
import type { Approvals } from "./approvals.ts";
import { createApprovals } from "./create-approvals.ts";
import { applyVerdict } from "../objects/approval/apply-verdict.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { indexApprovals } from "./index-approvals.ts";
import { serveNamespaces } from "./served-namespaces.ts";
import { BASE_URL, makeCreatedApproval, makeWaitingApproval, NOW_MS } from "../../test/kit/make-approval.ts";

const NAMESPACE = "shop";
const NAMESPACES = { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false };
const ETCD_BYTES = 1_572_864;
const ROOM_BESIDE_APPROVAL = 65_536;
const ROOM_BESIDE_RUN = 327_680;

/** The run of an approval that has ended, with an attempt for each that timed out. */
function endRun(run: CustomRun, approval: ApprovalTask): CustomRun {
  const { spec, status } = approval;
  const next = describePendingRun(approval, `${BASE_URL}/approvals/shop/${run.metadata.name}`);
  const ending = { state: "timedOut", reason: "DeadlinePassed", message: "Timed out." } as const;
  const failed = describeEndedRun(run, { ending, onReject: spec.onReject, votes: [] });
  let ended: CustomRun = { ...run, status: buildRunStatus(run, next, NOW_MS) };
  for (let attempt = 1; attempt < (status?.attempt ?? 1); attempt += 1) {
    ended = { ...ended, status: buildRetriedStatus(ended, { failed, next }, NOW_MS) };
  }
  assert.ok(status?.decision !== undefined);
  const votes = listCountedVotes({ spec, status });
  const outcome = describeEndedRun(run, { ending: status.decision, onReject: spec.onReject, votes });
  return { ...ended, status: buildRunStatus(ended, outcome, NOW_MS) };
}

/** The run and its ApprovalTask at an API server; the task is started, and its status not yet written. */
async function openAt(api: KubeApi, run: CustomRun): Promise<{ created: CustomRun; task: ApprovalTask }> {
  await api.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  const { uid: _uid, ownerReferences: _owners, ...metadata } = run.metadata;
  const created = await api.create(CUSTOM_RUNS, { ...run, metadata });
  const { uid: _none, resourceVersion: _version, ...asked } = makeCreatedApproval(created).metadata;
  const task = await api.create(APPROVAL_TASKS, { ...makeCreatedApproval(created), metadata: asked });
  return { created, task: { ...makeWaitingApproval(created), metadata: task.metadata } };
}

function createApprovalsOn(api: KubeApi): Approvals {
  const cluster = holdCluster(api);
  const served = serveNamespaces();
  const index = indexApprovals(cluster, served);
  const clock = { now: () => NOW_MS };
  return createApprovals({ api, cluster, index, served, access: OPEN_ACCESS, clock, baseUrl: BASE_URL });
}

describe("the largest votes there can be", () => {
  for (const fill of ["<", "𝐀"] as const satisfies readonly Fill[]) {
    test(`of ${fill} take as much as their bounds say`, () => {
      assert.equal(countStoredBytes(makeLargestName(7, fill)), BOUNDS.nameBytes);
      assert.equal(countStoredBytes(makeLargestComment(fill)), BOUNDS.commentBytes);
      assert.ok(countCharacters(makeLargestComment(fill)) <= BOUNDS.comment);
    });
  }
});

for (const [what, request] of Object.entries(LARGEST_REQUESTS)) {
  describe(`the largest approval that asks for ${what}`, () => {
    const run = makeLargestRun(request);
    for (const fill of ["<", "𝐀"] as const satisfies readonly Fill[]) {
      test(`fits with all its votes of ${fill}, and so does its run`, () => {
        const voted = withLargestVotes(makeWaitingApproval(run), fill);
        const ended = applyVerdict(voted, NOW_MS);
        assert.equal(ended.status?.decision?.state, "approved");
        const bytes = countStoredJson(ended);
        assert.ok(bytes <= ETCD_BYTES - ROOM_BESIDE_APPROVAL, `${bytes} bytes`);
        const runBytes = countStoredJson(endRun(run, ended));
        assert.ok(runBytes <= ETCD_BYTES - ROOM_BESIDE_RUN, `${runBytes} bytes of the run`);
      });
    }

    test("takes its last vote at the API server", async (t) => {
      const { api } = await startCluster(t);
      const { created, task } = await openAt(api, run);
      const voted = withLargestVotes(task, "<");
      const last = voted.status?.votes?.at(-1);
      assert.ok(last !== undefined);
      const votes = voted.status?.votes?.slice(0, -1) ?? [];
      await api.updateStatus(APPROVAL_TASKS, { ...voted, status: { ...voted.status, votes } });
      const ref = { namespace: NAMESPACE, name: run.metadata.name };
      const answer = await createApprovalsOn(api).castVote({
        ref,
        voter: voterOf(last.by, { issuer: last.issuer, groups: task.spec.groups ?? [] }),
        decision: "approve",
        comment: last.comment,
        via: "api",
      });
      assert.equal(
        answer.ok && answer.value.approval.state,
        "approved",
        JSON.stringify(answer).slice(0, 1_000),
      );
      await api.updateStatus(CUSTOM_RUNS, endRun(created, await api.get(APPROVAL_TASKS, ref)));
    });
  });
}

describe("a status with the longest texts there can be is taken by the API server", () => {
  const request = LARGEST_REQUESTS["an answer of each of 100 groups, twice"];
  assert.ok(request !== undefined);
  const run = makeLargestRun(request);
  const voteOf = (task: ApprovalTask, decision: Answer): ApprovalTask => {
    const [vote] = withLargestVotes(task, "𝐀").status?.votes ?? [];
    assert.ok(vote !== undefined);
    return { ...task, status: { ...task.status, votes: [{ ...vote, decision }] } };
  };
  const LATER_MS = NOW_MS + 7_200_000;
  const ENDS: Readonly<Record<string, (task: ApprovalTask) => ApprovalTask>> = {
    "while it waits": (task) => applyVerdict(task, NOW_MS),
    "after a vote": (task) => applyVerdict(voteOf(task, "approve"), NOW_MS, judgeApproval(task, NOW_MS)),
    "when it is rejected": (task) => {
      const voted = voteOf(task, "reject");
      return applyVerdict(voted, NOW_MS);
    },
    "when it times out": (task) => applyVerdict(task, LATER_MS),
    "when it is cancelled with a message of 5,000 characters": (task) => {
      const verdict = judgeApproval(task, NOW_MS, "RunCancelled");
      return applyVerdict(task, NOW_MS, { ...verdict, message: `${verdict.message} ${"<".repeat(5_000)}` });
    },
  };
  for (const [when, end] of Object.entries(ENDS)) {
    test(when, async (t) => {
      const { api } = await startCluster(t);
      const { task } = await openAt(api, run);
      const written = await api.updateStatus(APPROVAL_TASKS, end(task));
      const { conditions = [], decision, waitingFor } = written.status ?? {};
      for (const text of [...conditions.map(({ message }) => message), decision?.message, waitingFor]) {
        assert.ok(countStoredBytes(text ?? "") <= BOUNDS.message);
      }
    });
  }
});
