import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Ending } from "../../decision/verdict.ts";
import type { ApprovalSpec } from "../approval/approval-task.ts";
import {
  describeEndedRun,
  describeInvalidRun,
  describeNameTakenRun,
  describePendingRun,
} from "./run-outcome.ts";
import { countStoredBytes } from "../../std/stored-bytes.ts";
import type { CustomRunSpec } from "./custom-run.ts";
import { makeWaitingApproval, withVote } from "../../../test/kit/make-approval.ts";
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

describe("a run that waits says who is asked, until when and where", () => {
  const URL = "https://approve.example/approvals/shop/release-1-approve";
  const message = (params: Readonly<Record<string, unknown>>, spec: CustomRunSpec = {}): string =>
    describePendingRun(makeWaitingApproval(makeReferringRun(params, spec)), URL).message;

  for (const [params, said] of [
    [{ approvers: ["ann"] }, "an approval by ann"],
    [{ groups: ["ops", "sre"] }, "an approval by a member of ops or a member of sre"],
    [{ approvers: ["ann", "bob"], strategy: "MULTI" }, "2 approvals by ann and bob"],
    [{ approvers: ["ann", "bob", "cid"], strategy: "FOUR_EYES" }, "2 approvals by ann, bob or cid"],
    [
      { approvers: ["a", "b", "c", "d", "e"], strategy: "QUORUM", approvalsRequired: 3 },
      "3 approvals by a, b, c or 2 others",
    ],
  ] as const) {
    test(said, () =>
      assert.equal(message(params), `Waiting for ${said} for as long as its PipelineRun allows: ${URL}`),
    );
  }

  test("with the deadline, where there is one", () => {
    const text = message({ approvers: ["ann"] }, { timeout: "90m" });
    assert.equal(text, `Waiting for an approval by ann, at most until 2026-11-24T11:30:00Z: ${URL}`);
  });

  test("and with no end for a run that was made by hand", () => {
    const { metadata, ...run } = makeReferringRun({ approvers: ["ann"] });
    const alone = makeWaitingApproval({ ...run, metadata: { ...metadata, ownerReferences: [] } });
    assert.equal(describePendingRun(alone, URL).message, `Waiting for an approval by ann: ${URL}`);
  });

  test("and fits an Event whole, however long the names are", () => {
    const names = ["a", "b", "c"].map((letter) => letter + "<ü>".repeat(30));
    const text = message({ groups: names }, { timeout: "1h" });
    assert.ok(text.endsWith(`: ${URL}`));
    assert.ok(countStoredBytes(text) <= 1024, String(countStoredBytes(text)));
    assert.match(text, /a member of a<ü><ü>.*…, a member of b/u);
  });

  test("and the same after votes", () => {
    const approval = makeWaitingApproval(makeReferringRun({ approvers: ["ann", "bob"], strategy: "MULTI" }));
    const voted = withVote(approval, "ann");
    assert.deepEqual(describePendingRun(voted, URL), describePendingRun(approval, URL));
  });
});

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
