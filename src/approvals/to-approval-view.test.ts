import assert from "node:assert/strict";
import { test } from "node:test";

import { makeReferringRun } from "../../test/kit/make-run.ts";
import { BASE_URL, makeWaitingApproval, NOW_MS, withVote } from "../../test/kit/make-approval.ts";
import type { PipelineRunFacts } from "./pipeline-run-facts.ts";
import { toApprovalDetail, toApprovalView } from "./to-approval-view.ts";

const MINUTE_MS = 60_000;
const PIPELINE_RUN: PipelineRunFacts = {
  uid: makeReferringRun({}).metadata.ownerReferences?.[0]?.uid ?? "",
  endsAtMs: NOW_MS + 60 * MINUTE_MS,
  customRuns: ["release-1-build", "release-1-approve"],
  parameters: [{ name: "version", value: "2.14.0" }],
};

function contextWith(pipelineRun: PipelineRunFacts | undefined) {
  return { baseUrl: BASE_URL, nowMs: NOW_MS, findPipelineRun: () => pipelineRun };
}

function waiting(timeout?: string) {
  return makeWaitingApproval(
    makeReferringRun({ approvers: ["mary", "john"] }, timeout === undefined ? {} : { timeout }),
  );
}

for (const [sentence, timeout, pipelineRun, deadline, deadlineOf] of [
  ["its own, when that comes first", "10m", PIPELINE_RUN, "2026-11-24T10:10:00Z", "approval"],
  [
    "the PipelineRun's end, when that comes first (contract C42)",
    "24h",
    PIPELINE_RUN,
    "2026-11-24T11:00:00Z",
    "pipelineRun",
  ],
  [
    "the PipelineRun's end, when it has none of its own",
    undefined,
    PIPELINE_RUN,
    "2026-11-24T11:00:00Z",
    "pipelineRun",
  ],
  [
    "its own, when the PipelineRun has no end",
    "24h",
    { ...PIPELINE_RUN, endsAtMs: undefined },
    "2026-11-25T10:00:00Z",
    "approval",
  ],
  ["none, when neither has one", undefined, { ...PIPELINE_RUN, endsAtMs: undefined }, null, null],
  [
    "none, when the PipelineRun of that name is another",
    undefined,
    { ...PIPELINE_RUN, uid: "another" },
    null,
    null,
  ],
  [
    "none, when the PipelineRun does not name the run as its own",
    undefined,
    { ...PIPELINE_RUN, customRuns: ["release-1-build"] },
    null,
    null,
  ],
] as const) {
  test(`the deadline shown is ${sentence}`, () => {
    const view = toApprovalView(waiting(timeout), contextWith(pipelineRun));
    assert.deepEqual([view.deadline, view.deadlineOf], [deadline, deadlineOf]);
  });
}

for (const [sentence, pipelineRun, standing, parameters] of [
  ["verified when it is the very one and names the run as its own", PIPELINE_RUN, "verified", 1],
  [
    "unconfirmed while it does not name the run, whatever an owner reference says",
    { ...PIPELINE_RUN, customRuns: ["release-1-build", "release-1-approve-2"] },
    "unconfirmed",
    0,
  ],
  [
    "missing when another has its name, even one that names such a run",
    { ...PIPELINE_RUN, uid: "another" },
    "missing",
    0,
  ],
  ["missing when it is gone", undefined, "missing", 0],
] as const) {
  test(`the PipelineRun is ${sentence}`, () => {
    const { pipelineRunStanding, pipelineRunVerified, runParameters } = toApprovalDetail(
      waiting(),
      contextWith(pipelineRun),
    );
    assert.deepEqual(
      [pipelineRunStanding, pipelineRunVerified, runParameters.length],
      [standing, standing === "verified", parameters],
    );
  });
}

test("a run that no PipelineRun owns has none, though one would name it", () => {
  const run = makeReferringRun({ approvers: ["mary"] });
  const alone = makeWaitingApproval({ ...run, metadata: { ...run.metadata, ownerReferences: [] } });
  const { pipelineRun, pipelineRunStanding, pipelineRunVerified } = toApprovalDetail(
    alone,
    contextWith(PIPELINE_RUN),
  );
  assert.deepEqual([pipelineRun, pipelineRunStanding, pipelineRunVerified], [null, "none", false]);
});

test("SINGLE needs one vote, whatever number of people it asks", () => {
  const { responses, state } = toApprovalView(withVote(waiting(), "mary"), contextWith(undefined));
  assert.deepEqual([responses, state], [{ received: 1, required: 1 }, "approved"]);
});
