import assert from "node:assert/strict";
import { test } from "node:test";

import { makePipelineRun } from "../../test/kit/make-pipeline-run.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { BASE_URL, makeWaitingApproval, NOW_MS, withVote } from "../../test/kit/make-approval.ts";
import { type PipelineRun, referToCustomRun } from "../objects/run/pipeline-run.ts";
import { formatTime } from "../std/clock.ts";
import { WHOLE_SIGHT } from "./access/sight.ts";
import { createParameterMask } from "./mask-parameters.ts";
import { toApprovalDetail, toApprovalView } from "./to-approval-view.ts";

const UID = makeReferringRun({}).metadata.ownerReferences?.[0]?.uid ?? "";

/** Started when the approval opened, at 10:00, with Tekton's hour; give what differs. */
function pipelineRunWith({
  uid = UID,
  runs = ["release-1-build", "release-1-approve"],
  timeouts = {},
}: {
  readonly uid?: string;
  readonly runs?: readonly string[];
  readonly timeouts?: NonNullable<PipelineRun["spec"]>["timeouts"];
} = {}): PipelineRun {
  return makePipelineRun("release-1", {
    metadata: { uid },
    spec: { params: [{ name: "version", value: "2.14.0" }], timeouts },
    status: {
      startTime: formatTime(NOW_MS),
      childReferences: runs.map((name) => referToCustomRun({ name, task: "approve" })),
    },
  });
}

function contextWith(pipelineRun: PipelineRun | undefined) {
  return {
    baseUrl: BASE_URL,
    nowMs: NOW_MS,
    findPipelineRun: () => pipelineRun,
    findRun: () => undefined,
    maskParameters: createParameterMask(),
    sight: WHOLE_SIGHT,
  };
}

function waiting(timeout?: string) {
  return makeWaitingApproval(
    makeReferringRun({ approvers: ["mary", "john"] }, timeout === undefined ? {} : { timeout }),
  );
}

const ENDLESS = { pipeline: "0" };
for (const [sentence, timeout, pipelineRun, deadline, deadlineOf] of [
  ["its own, when that comes first", "10m", pipelineRunWith(), "10:10", "approval"],
  [
    "the PipelineRun's end, when that comes first (contract C42)",
    "24h",
    pipelineRunWith(),
    "11:00",
    "pipelineRun",
  ],
  [
    "the PipelineRun's end, when it has none of its own",
    undefined,
    pipelineRunWith(),
    "11:00",
    "pipelineRun",
  ],
  [
    "the end of the PipelineRun's tasks, when that comes first",
    "30m",
    pipelineRunWith({ timeouts: { pipeline: "3h", tasks: "20m" } }),
    "10:20",
    "tasks",
  ],
  [
    "its own, when the PipelineRun's tasks have longer",
    "10m",
    pipelineRunWith({ timeouts: { pipeline: "3h", tasks: "20m" } }),
    "10:10",
    "approval",
  ],
  [
    "its own, when the PipelineRun has no end",
    "10h",
    pipelineRunWith({ timeouts: ENDLESS }),
    "20:00",
    "approval",
  ],
  ["none, when neither has one", undefined, pipelineRunWith({ timeouts: ENDLESS }), null, null],
  [
    "none, when the PipelineRun of that name is another",
    undefined,
    pipelineRunWith({ uid: "another" }),
    null,
    null,
  ],
  [
    "none, when the PipelineRun does not name the run as its own",
    undefined,
    pipelineRunWith({ runs: ["release-1-build"] }),
    null,
    null,
  ],
] as const) {
  test(`the deadline shown is ${sentence}`, () => {
    const view = toApprovalView(waiting(timeout), contextWith(pipelineRun));
    assert.deepEqual([view.deadline?.slice(11, 16) ?? null, view.deadlineOf], [deadline, deadlineOf]);
  });
}

for (const [sentence, pipelineRun, standing, parameters] of [
  ["verified when it is the very one and names the run as its own", pipelineRunWith(), "verified", 1],
  [
    "unconfirmed while it does not name the run, whatever an owner reference says",
    pipelineRunWith({ runs: ["release-1-build", "release-1-approve-2"] }),
    "unconfirmed",
    0,
  ],
  [
    "missing when another has its name, even one that names such a run",
    pipelineRunWith({ uid: "another" }),
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
    contextWith(pipelineRunWith()),
  );
  assert.deepEqual([pipelineRun, pipelineRunStanding, pipelineRunVerified], [null, "none", false]);
});

test("SINGLE needs one vote, whatever number of people it asks", () => {
  const { responses, state } = toApprovalView(withVote(waiting(), "mary"), contextWith(undefined));
  assert.deepEqual([responses, state], [{ received: 1, required: 1 }, "approved"]);
});
