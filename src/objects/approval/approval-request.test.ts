import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeWaitingApproval, NOW_MS, withVote } from "../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import { decide } from "../../decision/decide.ts";
import type { Verdict } from "../../decision/verdict.ts";
import { readRequest, readVotes } from "./approval-request.ts";
import type { ApprovalTask } from "./approval-task.ts";

const WAITING = makeWaitingApproval(makeReferringRun({ approvers: ["mary", "john"] }));
const APPROVED = withVote(WAITING, "mary");

function judge({ spec, status = {} }: ApprovalTask): Verdict {
  const { decision: _decision, ...undecided } = status;
  const approval = { spec, status: undecided };
  return decide(readRequest(approval), readVotes(approval), NOW_MS);
}

/** As a newer version would write it, in a word that this one lacks. */
function withWord(approval: ApprovalTask, place: "strategy" | "onReject" | "decision"): ApprovalTask {
  const { spec, status } = approval;
  const votes = status?.votes?.map((vote) => ({ ...vote, decision: "abstain" }));
  return (
    place === "decision"
      ? { ...approval, status: { ...status, votes } }
      : { ...approval, spec: { ...spec, [place]: "newer" } }
  ) as ApprovalTask;
}

test("a vote that approves is enough where one is", () => {
  assert.equal(judge(APPROVED).state, "approved");
});

describe("what a newer version says in a word that this one lacks", () => {
  for (const place of ["strategy", "onReject", "decision"] as const) {
    test(`asks nobody here, and is never approved: ${place}`, () => {
      const { state, waitingFor } = judge(withWord(APPROVED, place));
      assert.deepEqual([state, waitingFor], ["pending", []]);
    });
  }

  test("is not what has been decided", () => {
    const decision = { ...APPROVED.status?.decision, state: "escalated" };
    const approval = { ...APPROVED, status: { ...APPROVED.status, decision } } as unknown as ApprovalTask;
    assert.equal(readRequest(approval).decision, undefined);
  });
});
