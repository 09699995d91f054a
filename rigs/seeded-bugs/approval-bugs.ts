import type { UnitBug } from "./unit-bug.ts";

const VOTES = "src/approvals/cast-vote.test.ts";
const NOT_RECORDED = "src/approvals/not-recorded.test.ts";
const REPEATED = "src/approvals/repeated-vote.test.ts";
const QUEUE = "src/approvals/queue-vote.test.ts";
const REGRESSIONS = "test/regressions/automatiko.test.ts";
const STATES = "src/web/pages/states.test.ts";
const WAITING = "src/approvals/waiting-index.test.ts";
const NAMESPACES = "test/journeys/served-namespaces.test.ts";

/** In the use cases and the index, and in who is served. */
export const APPROVAL_BUGS: readonly UnitBug[] = [
  {
    name: "a vote whose answer is unknown approves",
    file: "src/objects/approval/approval-request.ts",
    find: "return isAsked && answers.every((answer) => isKnown(ANSWERS, answer));",
    replace: "return isAsked && answers.every((answer) => answer.length > 0);",
    tests: ["src/objects/approval/approval-request.test.ts"],
  },
  {
    name: "a vote that a webhook took out is told as recorded",
    file: "src/approvals/write-status.ts",
    find: "if (deps.isIn(approval, next)) return",
    replace: "return",
    tests: ["src/approvals/write-status.test.ts"],
  },
  {
    name: "a vote reads the clock once more before it is judged",
    file: "src/approvals/record-change.ts",
    after: "judge({",
    find: "nowMs",
    replace: "nowMs: deps.clock.now()",
    tests: [VOTES],
  },
  {
    name: "a vote is refused on the word of a late watch",
    file: "src/approvals/record-change.ts",
    find: 'watched === undefined ? judged.answer : "overtaken"',
    replace: "judged.answer",
    tests: ["src/approvals/vote-from-watched.test.ts"],
  },
  {
    name: "the vote's write is not guarded by the resourceVersion",
    file: "src/approvals/write-status.ts",
    find: "updateStatus(APPROVAL_TASKS, next",
    replace:
      'patch<ApprovalTask>(APPROVAL_TASKS, refOf(next), { type: "merge", subresource: "status", body: { status: next.status } }',
    tests: [VOTES],
  },
  {
    name: "a vote is taken though the run was cancelled",
    file: "src/approvals/explain-end.ts",
    find: "closing === undefined ? undefined",
    replace: 'closing?.reason !== "RunEnded" ? undefined',
    tests: [VOTES],
  },
  {
    name: "a vote is taken though another request was shown",
    file: "src/approvals/refuse-vote.ts",
    find: "request.digest !== computeDigest(approval.spec)",
    replace: 'request.digest === ""',
    tests: [VOTES],
  },
  {
    name: "a vote whose answer was lost is taken for recorded without a look",
    file: "src/approvals/write-status.ts",
    find: "&& isIn(now, next)",
    replace: "",
    tests: [NOT_RECORDED],
  },
  {
    name: "this process hears of its own votes by the watch alone",
    file: "src/approvals/record-change.ts",
    find: "deps.cluster.approvals.observe(written.approval);",
    replace: "",
    tests: [VOTES],
  },
  {
    name: "a refusal of the API server is told as not known",
    file: "src/approvals/not-recorded.ts",
    find: "code >= 500",
    replace: "code >= 400",
    tests: [NOT_RECORDED],
  },
  {
    name: "a vote waits for a hanging API server as long as anybody else",
    file: "src/approvals/write-status.ts",
    find: ", next, deps.write)",
    replace: ", next)",
    tests: [NOT_RECORDED],
  },
  {
    name: "the same operation is a second vote",
    file: "src/approvals/cast-vote.ts",
    find: "repeated !== undefined",
    replace: "false",
    tests: [REPEATED],
  },
  {
    name: "the same operation with another comment is answered as if that were recorded",
    file: "src/approvals/repeated-vote.ts",
    find: "vote.comment === comment",
    replace: "true",
    tests: [REPEATED],
  },
  {
    name: "an operation is anybody's",
    file: "src/approvals/repeated-vote.ts",
    find: "&& isVoteOf(request.voter, one)",
    replace: "",
    tests: [REPEATED],
  },
  {
    name: "a vote is taken on an approval that is being deleted",
    file: "src/approvals/refuse-vote.ts",
    find: "isBeingDeleted(approval)",
    replace: "false",
    tests: [VOTES],
  },
  {
    name: "an approval that was not opened has a receipt",
    file: "src/approvals/read-approval.ts",
    find: "&& isOpened(approval)",
    replace: "",
    tests: [VOTES],
  },
  {
    name: "strangers wait in the line of those who are asked",
    file: "src/approvals/queue-vote.ts",
    find: "!isNamed(watched, request)",
    replace: "false",
    tests: [QUEUE],
  },
  {
    name: "a stranger is refused by a watched approval that is late",
    file: "src/approvals/queue-vote.ts",
    find: "&& digest === computeDigest(watched.spec)",
    replace: "",
    tests: [QUEUE],
  },
  {
    name: "an owner reference alone shows what the PipelineRun brings",
    file: "src/approvals/find-asking.ts",
    find: "name === spec.run.name",
    replace: "name.length > 0",
    tests: ["src/approvals/to-approval-view.test.ts"],
  },
  {
    name: "an answer is said to let a pipeline go on that was asked to end",
    file: "src/objects/run/outlook.ts",
    find: "ENDS_BY_WISH.has(pipelineRun.spec?.status)",
    replace: "false",
    tests: ["src/objects/run/outlook.test.ts"],
  },
  {
    name: "a pipeline is said to go on though a task beside may have failed unseen",
    file: "src/objects/run/outlook.ts",
    find: "counts.completed - ended >= unseen",
    replace: "counts.completed >= 0",
    tests: ["src/objects/run/outlook.test.ts"],
  },
  {
    name: "of a PipelineRun's limits only that of the whole is a deadline",
    file: "src/objects/run/pipeline-run-limits.ts",
    find: "part.endsAtMs < whole.endsAtMs",
    replace: "part.endsAtMs < 0",
    tests: ["src/objects/run/pipeline-run-limits.test.ts", "src/approvals/to-approval-view.test.ts"],
  },
  {
    name: "the namespaces that are named are not respected",
    file: "src/serve.ts",
    find: "...(namespaces && { namespaces })",
    replace: "",
    tests: [REGRESSIONS],
  },
  {
    name: "a comment is bounded as it is typed, not as it is stored",
    file: "src/approvals/check-vote.ts",
    find: "countStoredBytes(comment)",
    replace: "Buffer.byteLength(comment)",
    tests: [VOTES],
  },
  {
    name: "a namesake of another issuer is told that they have voted",
    file: "src/approvals/is-vote-of.ts",
    find: "accountOf(voter) === accountOf({ ...vote, name: vote.by })",
    replace: "voter.name === vote.by",
    tests: [STATES, "src/approvals/is-vote-of.test.ts"],
  },
  {
    name: "a vote is taken in a namespace that is not served",
    file: "src/approvals/create-approvals.ts",
    find: "served.has(request.ref.namespace)",
    replace: "true",
    tests: [NAMESPACES],
  },
  {
    name: "an approval waits for somebody who has voted",
    file: "src/approvals/approval-index.ts",
    find: "&& (barred === undefined || !isBarred(barred))",
    replace: "",
    tests: [WAITING],
  },
  {
    name: "an approval waits after its deadline",
    file: "src/approvals/approval-index.ts",
    find: "closesMs > nowMs",
    replace: "closesMs > 0",
    tests: [WAITING],
  },
  {
    name: "the whole inbox is built for each of its pages",
    file: "src/approvals/take-page.ts",
    find: "all.slice((page - 1) * size, page * size).map(view)",
    replace: "all.map(view).slice((page - 1) * size, page * size)",
    tests: [WAITING],
  },
  {
    name: "a receipt is shown of a namespace that is not served",
    file: "src/approvals/create-approvals.ts",
    find: "served.has(ref.namespace)",
    replace: "true",
    tests: [NAMESPACES],
  },
];
