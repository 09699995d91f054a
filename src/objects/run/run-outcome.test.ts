import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Ending } from "../../decision/verdict.ts";
import type { ApprovalSpec } from "../approval/approval-task.ts";
import { describeEndedRun, describeInvalidRun, describeNameTakenRun } from "./run-outcome.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";

const RUN = makeReferringRun({ approvers: ["ann"] });
const votes = [{ by: "ann", decision: "approve", comment: "ok" }] as const;

function end(state: Ending["state"], onReject: ApprovalSpec["onReject"] = "continue"): string {
  const ending: Ending = { state, reason: "RejectedByVote", message: "As it ended." };
  const { status, reason, message, results } = describeEndedRun(RUN, { ending, onReject, votes });
  assert.equal(message, "As it ended.");
  assert.equal(results.length, 7);
  return `${status} ${reason} ${results[0]?.value}`;
}

describe("a run ends", () => {
  test("approved: True", () => assert.equal(end("approved"), "True Approved true"));
  test("rejected: also True, because pipelines branch on the result", () => {
    assert.equal(end("rejected"), "True Rejected false");
  });
  test("rejected, with onReject fail: False", () =>
    assert.equal(end("rejected", "fail"), "False Rejected false"));
  test("approved, with onReject fail: True", () =>
    assert.equal(end("approved", "fail"), "True Approved true"));
  test("timed out: False", () => assert.equal(end("timedOut"), "False CustomRunTimedOut false"));
  test("cancelled: False, with the one reason that Tekton counts as cancelled", () => {
    assert.equal(end("cancelled"), "False CustomRunCancelled false");
  });
});

describe("a run that opens no approval", () => {
  test("says all that is wrong with its parameters, and has all results", () => {
    const outcome = describeInvalidRun(RUN, [
      { parameter: "a", message: "Parameter a is wrong." },
      { parameter: "b", message: "Parameter b is wrong." },
    ]);
    assert.equal(`${outcome.status} ${outcome.reason}`, "False ApprovalParametersInvalid");
    assert.equal(outcome.message, "Parameter a is wrong. Parameter b is wrong.");
    assert.deepEqual(
      outcome.results.map(({ value }) => value),
      ["false", "", "", "", "", "", ""],
    );
  });

  test("says how many more, when very much is wrong", () => {
    const errors = Array.from({ length: 90 }, (_, n) => ({
      parameter: `p${n}`,
      message: `${"x".repeat(97)} ${n}.`,
    }));
    const { message } = describeInvalidRun(RUN, errors);
    assert.ok(message.length < 2_100);
    assert.match(message, / And \d+ more\.$/u);
  });

  test("says whose the name is", () => {
    const outcome = describeNameTakenRun(RUN);
    assert.equal(`${outcome.status} ${outcome.reason}`, "False ApprovalNameTaken");
    assert.match(outcome.message, /ApprovalTask release-1-approve exists and does not belong to this run/u);
  });
});
