import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decide } from "../../decision/decide.ts";
import type { Answer, Stage } from "../../decision/request.ts";
import type { CancelReason } from "../../decision/verdict.ts";
import { countStoredBytes } from "../../std/stored-bytes.ts";
import { listCountedVotes, readRequest, readVotes } from "./approval-request.ts";
import { applyVerdict } from "./apply-verdict.ts";
import {
  APPROVAL_API_VERSION,
  APPROVAL_KIND,
  type ApprovalSpec,
  type ApprovalStatus,
  BOUNDS,
  type RecordedVote,
} from "./approval-task.ts";
import { startApproval } from "./start-approval.ts";
import { checkConditions } from "../../../test/kit/check-conditions.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import { makeVote } from "../../../test/kit/make-vote.ts";

const T0 = Date.parse("2026-11-24T10:00:00.400Z");
const approvalUrl = "https://approve.example/approvals/shop/release-1-approve";
const STAGES: readonly Stage[] = [
  {
    assignees: [
      { kind: "user", name: "ann" },
      { kind: "user", name: "bob" },
    ],
    required: 2,
    counts: "assignees",
  },
];

const SPEC: ApprovalSpec = {
  pipeline: "release",
  title: "Release",
  approvers: ["ann", "bob"],
  strategy: "MULTI",
  onReject: "continue",
  run: { name: "release-1-approve", uid: "u1" },
};

function voteOf(by: string, position: number, decision: Answer = "approve"): RecordedVote {
  const comment = `from ${by}`;
  return makeVote(by, { decision, comment, time: "2026-11-24T10:00:30Z", assignees: [position] });
}

/** The status of an approval whose run begins now, with this time limit. */
function start(spec: ApprovalSpec, timeout?: string): ApprovalStatus {
  const approval = {
    apiVersion: APPROVAL_API_VERSION,
    kind: APPROVAL_KIND,
    metadata: { namespace: "shop", name: "release-1-approve" },
    spec,
  } as const;
  const run = makeReferringRun({}, timeout === undefined ? {} : { timeout });
  const { status = {} } = startApproval(approval, run, { nowMs: T0, baseUrl: "https://approve.example" });
  return status;
}

/** The status after these votes, at a time, as a door writes it. */
function after(
  votes: readonly RecordedVote[],
  afterMs: number,
  cancelled?: CancelReason,
  opened: ApprovalStatus = start(SPEC, "1m"),
): ApprovalStatus {
  const status = { ...opened, votes };
  const task = { spec: SPEC, status };
  const verdict = decide(readRequest(task, cancelled), readVotes(task), T0 + afterMs);
  return applyVerdict(task, T0 + afterMs, verdict).status;
}

describe("an approval", () => {
  test("opens with its stages, its deadline, and Automatiko's words", () => {
    const status = start(SPEC, "1m");
    assert.deepEqual(status, {
      status: "pending",
      message: "Approval task has been created and assigned",
      reason: "WaitingForVotes",
      approvalUrl,
      waitingFor: "ann and bob",
      attempt: 1,
      stages: STAGES,
      startTime: "2026-11-24T10:00:00Z",
      deadline: "2026-11-24T10:01:01Z",
      votes: [],
      conditions: [
        {
          type: "Ready",
          status: "False",
          reason: "WaitingForVotes",
          message: "Waiting for ann and bob: 0 of 2 votes.",
          lastTransitionTime: "2026-11-24T10:00:00Z",
        },
        {
          type: "Approved",
          status: "Unknown",
          reason: "WaitingForVotes",
          message: "Waiting for ann and bob: 0 of 2 votes.",
          lastTransitionTime: "2026-11-24T10:00:00Z",
        },
      ],
    });
    checkConditions(status.conditions);
  });

  test("has no deadline when the run has no time limit", () => {
    assert.equal(start(SPEC).deadline, undefined);
  });

  test("stays pending with one of two votes, and its conditions keep their time", () => {
    const { conditions, status, decision } = after([voteOf("ann", 0)], 30_000);
    assert.deepEqual([status, decision], ["pending", undefined]);
    assert.deepEqual(
      conditions?.map(({ message, lastTransitionTime }) => [message, lastTransitionTime]),
      [
        ["Waiting for bob: 1 of 2 votes.", "2026-11-24T10:00:00Z"],
        ["Waiting for bob: 1 of 2 votes.", "2026-11-24T10:00:00Z"],
      ],
    );
  });

  test("is completed by the last vote, with decision and results in the same status", () => {
    const status = after([voteOf("ann", 0), voteOf("bob", 1)], 30_000);
    assert.equal(status.status, "completed");
    assert.equal(status.message, "Approval task has been completed");
    assert.equal(status.completionTime, "2026-11-24T10:00:30Z");
    assert.equal(status.approvalUrl, approvalUrl);
    assert.equal(status.waitingFor, undefined);
    assert.deepEqual(status.decision, {
      state: "approved",
      reason: "QuorumReached",
      message: "Approved by ann and bob.",
      time: "2026-11-24T10:00:30Z",
    });
    assert.deepEqual(status.results, {
      decision: "true",
      comment: "from ann|from bob",
      approvedBy: "ann|bob",
      rejectedBy: "",
    });
    assert.deepEqual(
      status.conditions?.map((condition) => `${condition.type} ${condition.status}`),
      ["Ready True", "Approved True"],
    );
    checkConditions(status.conditions);
  });

  const ENDS: Readonly<
    Record<string, readonly [status: ApprovalStatus, word: string, message: string, approved: string]>
  > = {
    rejected: [
      after([voteOf("ann", 0, "reject")], 0),
      "completed",
      "Approval task has been completed",
      "False",
    ],
    "timed out": [after([voteOf("ann", 0)], 61_000), "timedout", "Approval task has timed out", "False"],
    cancelled: [after([], 0, "RunDeleted"), "cancelled", "Approval task has been cancelled", "False"],
  };
  for (const [sentence, [status, word, message, approved]] of Object.entries(ENDS)) {
    test(`ends ${sentence} in Automatiko's words`, () => {
      assert.deepEqual([status.status, status.message], [word, message]);
      assert.equal(status.conditions?.find(({ type }) => type === "Approved")?.status, approved);
      assert.equal(status.results?.["decision"], "false");
      checkConditions(status.conditions);
    });
  }

  test("cuts names and what others said to what its fields may hold", () => {
    const names = Array.from({ length: 4 }, (_, number) => `${number}${"é".repeat(600)}`);
    const spec = { ...SPEC, approvers: names };
    const opened = start(spec);
    const verdict = decide(readRequest({ spec, status: opened }, "RunCancelled"), [], T0);
    const message = `${verdict.message} ${"<".repeat(5_000)}`;
    const cancelled = applyVerdict({ spec, status: opened }, T0, { ...verdict, message }).status;
    const texts = [
      opened.waitingFor,
      cancelled.decision?.message,
      ...[opened, cancelled].flatMap(({ conditions = [] }) => conditions.map((one) => one.message)),
    ];
    for (const text of texts) {
      assert.match(text ?? "", /…$/u);
      assert.ok(countStoredBytes(text ?? "") <= BOUNDS.message);
    }
  });

  test("keeps its decision, whatever comes later", () => {
    const timedOut = after([], 61_000);
    const later = after([voteOf("ann", 0), voteOf("bob", 1)], 120_000, "RunDeleted", timedOut);
    assert.deepEqual(later.decision, timedOut.decision);
    assert.deepEqual([later.status, later.completionTime], ["timedout", timedOut.completionTime]);
  });

  test("is equal when its verdict is applied again", () => {
    const status = after([voteOf("ann", 0), voteOf("bob", 1)], 30_000);
    const again = after(status.votes ?? [], 90_000, undefined, status);
    assert.deepEqual(again, status);
  });
});

describe("of the recorded votes", () => {
  const votes = [
    { ...voteOf("bob", 1), attempt: 0 },
    { ...voteOf("mallory", 0), comment: "never entitled" },
    voteOf("ann", 0),
    voteOf("ann", 0),
    { ...voteOf("bob", 1), time: "not a time" },
  ];
  const opened = start(SPEC, "1m");

  test("those of this attempt are read", () => {
    assert.equal(readVotes({ status: { ...opened, votes } }).length, 4);
  });

  test("only those that count go into results", () => {
    const counted = listCountedVotes({ spec: SPEC, status: { ...opened, votes } });
    assert.deepEqual(counted, [voteOf("ann", 0)]);
  });

  test("the stages come from the frozen request, whatever somebody wrote into the status", () => {
    const weakened = [{ ...STAGES[0], required: 1, counts: "people" }] as readonly Stage[];
    const task = { spec: SPEC, status: { ...opened, stages: weakened, votes: [voteOf("ann", 0)] } };
    assert.deepEqual(readRequest(task).stages, STAGES);
    assert.equal(decide(readRequest(task), readVotes(task), T0).state, "pending");
  });

  test("a request that asks nobody can never be approved", () => {
    const task = { spec: { ...SPEC, approvers: [] }, status: { ...opened, votes: [voteOf("ann", 0)] } };
    assert.deepEqual(readRequest(task).stages, []);
    assert.deepEqual(listCountedVotes(task), []);
    assert.equal(decide(readRequest(task), readVotes(task), T0).state, "pending");
  });
});
