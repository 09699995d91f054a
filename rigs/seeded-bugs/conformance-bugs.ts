import type { Catcher, SuiteBug } from "./suite-bug.ts";

type ConformanceBug = Omit<SuiteBug, "suite" | "on">;

const RECORD_CHANGE = "src/approvals/record-change.ts";
const REFUSE_VOTE = "src/approvals/refuse-vote.ts";
const WRITE_STATUS = "src/approvals/write-status.ts";
const PLAN = "src/controller/plan.ts";
const APPROVAL_RULES = "src/controller/approval-rules.ts";
const RUN_STATUS = "src/objects/run/run-status.ts";

function inFile(file: string): (title: string) => Catcher {
  return (title) => ({ file: `test/conformance/${file}.test.ts`, title: `Scenario ${title}` });
}

const opening = inFile("opening");
const ending = inFile("ending");
const results = inFile("results");
const replacing = inFile("replacing");
const steady = inFile("steady");
const timing = inFile("timing");
const faults = inFile("faults");

const FIRST_WRITE = opening(
  "1: a run of ours gets one first write: Succeeded=Unknown, times, observedGeneration",
);
const CANCELLED = ending(
  "8: a pending run is cancelled with its PipelineRun, and everything of it is closed",
);
const TIMED_OUT = results("26: every result is there for the pipeline's own results: timed out");

const ABOUT_RUNS: readonly ConformanceBug[] = [
  {
    name: "times have milliseconds",
    file: "src/std/clock.ts",
    find: ".slice(0, 19)}Z",
    replace: "}",
    caughtBy: ending("10: no attempt follows a cancel, however many retries are left"),
    says: /times are whole seconds/u,
  },
  {
    name: "the condition Succeeded is not first",
    file: RUN_STATUS,
    find: "buildCondition(run, outcome, now), ...listOtherConditions(run)",
    replace: "...listOtherConditions(run), buildCondition(run, outcome, now)",
    caughtBy: opening("40: a condition that others put first stays, and comes after ours"),
    says: /Remarked Seen/u,
  },
  {
    name: "the first write does not say which generation it has seen",
    file: RUN_STATUS,
    find: "generation === undefined ?",
    replace: "true ?",
    caughtBy: FIRST_WRITE,
    says: /undefined !== 1/u,
  },
  {
    name: "a failed attempt is not archived in retriesStatus",
    file: PLAN,
    after: "const WITH_APPROVAL",
    find: "archiveAttempt,",
    replace: "",
    caughtBy: timing("21: each time-out archives an attempt and asks again, until no retry is left"),
    says: /0 !== 2/u,
  },
  {
    name: "a rejected run has no results",
    file: "src/objects/run/run-outcome.ts",
    find: 'reason: "Rejected", message, results',
    replace: 'reason: "Rejected", message, results: []',
    caughtBy: results("26: every result is there for the pipeline's own results: rejected"),
    says: /CouldntGetPipelineResult/u,
  },
  {
    name: "a run is written again although it is done",
    file: RUN_STATUS,
    find: 'status === "True" ||',
    replace: "",
    caughtBy: ending("7: an approved run stays approved when its PipelineRun is cancelled"),
    says: /completionTime|stays as it is/u,
  },
  {
    name: "a finalizer is put on the run",
    file: "src/controller/apply.ts",
    find: "cluster.runs.observe(await api.updateStatus(CUSTOM_RUNS, step.run));",
    replace:
      'cluster.runs.observe(await api.updateStatus(CUSTOM_RUNS, step.run));\n      await api.patch(CUSTOM_RUNS, refOf(step.run), { type: "merge", body: { metadata: { finalizers: ["example.test/ours"] } } });',
    caughtBy: replacing("14: a PipelineRun of the same name waits for an approval of its own"),
    says: /nothing holds the run when it goes/u,
  },
  {
    name: "a cancelled run is given another reason",
    file: "src/objects/run/run-outcome.ts",
    find: 'reason: "CustomRunCancelled"',
    replace: 'reason: "Cancelled" as never',
    caughtBy: CANCELLED,
    says: /"reason":"Cancelled"/u,
  },
  {
    name: "runs of every version of our kind are taken for ours",
    file: "src/objects/dialects/naming.ts",
    find: "isKind && version === resource.version",
    replace: "isKind",
    caughtBy: opening("2: runs of others are never written, and break nothing"),
    says: /other-version/u,
  },
  {
    name: "a negative limit is taken",
    file: "src/objects/parameters/read-timeout.ts",
    find: "parsed.value < 0",
    replace: "parsed.value === Infinity",
    caughtBy: timing("20: a limit of 0 is none, a negative one is refused"),
    says: /ApprovalParametersInvalid/u,
  },
  {
    name: "a comment is handed on as it was typed",
    file: "src/objects/dialects/automatiko/results.ts",
    find: "texts, makeHarmless,",
    replace: "texts, (text) => makeHarmless(text) && text,",
    caughtBy: results(
      "25: a comment is text wherever a pipeline uses it: never an array, never a variable, never code",
    ),
    says: /json-array|say/u,
  },
];

const ABOUT_ORDER: readonly ConformanceBug[] = [
  {
    name: "the run ends before the decision is recorded",
    file: APPROVAL_RULES,
    after: "const recordTimeOut",
    find: "const next =",
    replace:
      'if (run !== undefined && !isOver(run)) {\n    const ended = describeEndedRun({ ending: verdict as never, onReject: approval.spec.onReject, votes: [] });\n    return writeRun(run, ended, { nowMs, baseUrl: "" });\n  }\n  const next =',
    caughtBy: TIMED_OUT,
    says: /the decision is recorded before the run ends|without a decision on record/u,
  },
  {
    name: "labels are written before the run ends",
    file: PLAN,
    after: "const WITH_APPROVAL",
    find: "endRun, tellLeaving,",
    replace: "labelApproval, endRun, tellLeaving,",
    caughtBy: TIMED_OUT,
    says: /the run ends before labels say so/u,
  },
  {
    name: "the deadline is looked at before the recorded decision",
    file: "src/decision/decide.ts",
    find: "[isRecorded,",
    replace: "[isTimedOut, isRecorded,",
    caughtBy: timing("18: a time limit ends the run promptly, with all results, also across a restart"),
    says: /what was answered in time stays answered/u,
  },
  {
    name: "another attempt follows a cancel",
    file: APPROVAL_RULES,
    find: "if (closing === undefined ||",
    replace:
      'const again = closing && run && isWaiting(approval) ? retryApproval(approval, run, nowMs) : undefined;\n  if (again !== undefined) return { kind: "writeApprovalStatus", approval: again };\n  if (closing === undefined ||',
    caughtBy: ending("10: no attempt follows a cancel, however many retries are left"),
    says: /Attempt 1 timed out\./u,
  },
  {
    name: "nothing is looked at when it starts, only what changes after that",
    file: "src/controller/controller.ts",
    find: "for (const key of this.#unseen) queue.add(key);",
    replace: "",
    caughtBy: faults("35: killed at the write of the run's end (before): completed from the record, once"),
    says: /CustomRun killed: to end/u,
  },
  {
    name: "each look is written down, also when nothing has changed",
    file: PLAN,
    after: "const WITH_APPROVAL",
    find: "waitForDeadline,",
    replace:
      '({ approval }, { nowMs }) => {\n    const looked = String(Math.floor(nowMs / 1_000));\n    if (approval.metadata.labels?.["looked"] === looked) return undefined;\n    return { kind: "labelApproval", approval, labels: { looked } as never };\n  },\n  waitForDeadline,',
    caughtBy: steady("37: 300 pending runs: nothing is written after a restart, and memory stays small"),
    says: /approvaltasks\/many-/u,
  },
];

const ABOUT_VOTES: readonly ConformanceBug[] = [
  {
    name: "the vote's write is not guarded by the resourceVersion",
    file: WRITE_STATUS,
    find: "updateStatus(APPROVAL_TASKS, next",
    replace:
      'patch<ApprovalTask>(APPROVAL_TASKS, refOf(next), { type: "merge", subresource: "status", body: { status: next.status } }',
    caughtBy: faults(
      "11: an answer that was on its way when a cancel was recorded is refused, and writes over nothing",
    ),
    says: /409/u,
  },
  {
    name: "approvals are keyed by name and not by UID",
    file: "src/objects/approval/is-own-approval.ts",
    find: "owner.uid === uid && askingUidOf(approval) === uid &&",
    replace: "",
    caughtBy: replacing(
      "13: an approved run that is made anew is asked again, its old ApprovalTask is not reused",
    ),
    says: /the old answer is not taken/u,
  },
  {
    name: "entries are counted instead of people",
    file: "src/objects/parameters/read-names.ts",
    find: "[...names]",
    replace: "entries.map(String)",
    caughtBy: opening("6: approvers in every JSON form are read or refused by name; none is never everybody"),
    says: /twice/u,
  },
  {
    name: "a vote is taken though another request was shown",
    file: REFUSE_VOTE,
    find: "digest !== computeDigest(spec)",
    replace: 'digest === ""',
    caughtBy: replacing(
      "12: a pending run that is made anew asks anew: old votes and old digests do not count",
    ),
    says: /409/u,
  },
  {
    name: "an ApprovalTask that somebody made by hand can be answered",
    file: "src/approvals/read-approval.ts",
    find: "&& isOpened(approval)",
    replace: "",
    caughtBy: opening("39: an ApprovalTask that somebody made by hand is shown to nobody"),
    says: /404/u,
  },
  {
    name: "a vote that meets no API server is a fault of ours",
    file: RECORD_CHANGE,
    find: "return refuse(explainFailure(error",
    replace: "throw error; return refuse(explainFailure(error",
    caughtBy: faults("32: the API server crashes while people answer: each is told, each vote counts once"),
    says: /500/u,
  },
];

export const CONFORMANCE_BUGS: readonly SuiteBug[] = [...ABOUT_RUNS, ...ABOUT_ORDER, ...ABOUT_VOTES].map(
  (bug) => ({ ...bug, suite: "conformance", on: "embedded" }),
);
