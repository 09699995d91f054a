import type { UnitBug } from "./unit-bug.ts";

const VOTES = "src/approvals/cast-vote.test.ts";
const PLAN = "src/controller/plan.test.ts";
const CONTROLLER = "src/controller/{gather,controller}.test.ts";
const ENGINE = "src/decision/*.test.ts";
const OBJECTS = "src/objects/*.test.ts";
const GUARDS = "src/web/guards/guards.test.ts";
const REGRESSIONS = "test/regressions/automatiko.test.ts";

export const BUGS: readonly UnitBug[] = [
  {
    name: "the vote's write is not guarded by the resourceVersion",
    file: "src/approvals/cast-vote.ts",
    find: "await deps.api.updateStatus(APPROVAL_TASKS, next)",
    replace:
      'await deps.api.patch<ApprovalTask>(APPROVAL_TASKS, { namespace: task.metadata.namespace ?? "", name: task.metadata.name }, { type: "merge", subresource: "status", body: { status: next.status } })',
    tests: [VOTES],
  },
  {
    name: "the run is ended before the decision is recorded",
    file: "src/controller/approval-rules.ts",
    find: '  if (!isWaiting(approval)) return undefined;\n  const verdict = judgeApproval(approval, nowMs);\n  if (verdict.state === "pending") return undefined;\n',
    replace: "  if (nowMs >= 0) return undefined;\n  const verdict = judgeApproval(approval, nowMs);\n",
    tests: [PLAN],
  },
  {
    name: "approvals are keyed by name and not by UID",
    file: "src/approvals/is-own-approval.ts",
    find: "    owner.uid === uid &&\n    task.spec.run.uid === uid &&\n",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "entries are counted instead of people",
    file: "src/decision/identify-person.ts",
    find: "  let key = name;",
    replace: '  let key = name;\n  if (key !== "") return key;',
    tests: [ENGINE],
  },
  {
    name: "the deadline is looked at before the recorded decision",
    file: "src/decision/decide.ts",
    find: "[isRecorded, isRejected, isApproved, isCancelled, isTimedOut]",
    replace: "[isTimedOut, isRecorded, isRejected, isApproved, isCancelled]",
    tests: [PLAN, ENGINE],
  },
  {
    name: "a cancel wins over votes that were complete",
    file: "src/decision/decide.ts",
    find: "[isRecorded, isRejected, isApproved, isCancelled, isTimedOut]",
    replace: "[isRecorded, isCancelled, isRejected, isApproved, isTimedOut]",
    tests: [ENGINE],
  },
  {
    name: "times have milliseconds",
    file: "src/std/clock.ts",
    find: "`${new Date(epochMs).toISOString().slice(0, 19)}Z`",
    replace: "new Date(epochMs).toISOString()",
    tests: [OBJECTS],
  },
  {
    name: "the condition Succeeded is not first",
    file: "src/objects/run-status.ts",
    find: "conditions: [buildCondition(run, outcome, now), ...listOtherConditions(run)]",
    replace: "conditions: [...listOtherConditions(run), buildCondition(run, outcome, now)]",
    tests: [OBJECTS],
  },
  {
    name: "a run that has ended is written again when it is cancelled",
    file: "src/objects/run-status.ts",
    find: "  if (isRunDone(run)) return { ...before, ...observed };\n",
    replace: "",
    tests: [OBJECTS],
  },
  {
    name: "a vote is taken though the run was cancelled",
    file: "src/approvals/cast-vote.ts",
    find: "  if (closing !== undefined) return refused(",
    replace: '  if (closing?.reason === "RunEnded") return refused(',
    tests: [VOTES],
  },
  {
    name: "a vote is taken though another request was shown",
    file: "src/approvals/cast-vote.ts",
    find: "request.digest !== undefined && request.digest !== computeDigest(task.spec)",
    replace: 'request.digest === ""',
    tests: [VOTES],
  },
  {
    name: "a vote whose answer was lost is taken for recorded without a look",
    file: "src/approvals/cast-vote.ts",
    find: "if (now === undefined || !found?.some((candidate) => isSameVote(candidate, vote))) throw error;",
    replace: "if (now === undefined || found === null) throw error;",
    tests: [VOTES],
  },
  {
    name: "an ApprovalTask that was there first is taken over",
    file: "src/controller/gather.ts",
    find: "const own = found !== undefined && isOwnApproval(found, run);",
    replace: "const own = found !== undefined;",
    tests: [CONTROLLER],
  },
  {
    name: "a forged request in the run's name is taken for ours",
    file: "src/controller/plan.ts",
    find: "[\n  refuseForgedRequest,\n",
    replace: "[\n",
    tests: [PLAN],
  },
  {
    name: "a run left behind by its PipelineRun stays open",
    file: "src/controller/gather.ts",
    find: "closingReasonOf(run) ?? (await closingReasonOfPipelineRun(deps, run, approval))",
    replace: "closingReasonOf(run)",
    tests: [CONTROLLER],
  },
  {
    name: "the same person may be both of four eyes",
    file: "src/decision/tally.ts",
    find: "[isStranger, hasVoted, hasVotedEarlier, isAnswered]",
    replace: "[isStranger, hasVoted, isAnswered]",
    tests: [ENGINE],
  },
  {
    name: "a stranger's vote counts",
    file: "src/decision/tally.ts",
    find: "[isStranger, hasVoted, hasVotedEarlier, isAnswered]",
    replace: "[hasVoted, hasVotedEarlier, isAnswered]",
    tests: [ENGINE],
  },
  {
    name: "stages are read from the status, which others could write",
    file: "src/objects/approval-request.ts",
    find: "    stages: stages.ok ? stages.value : [],",
    replace: "    stages: status?.stages ?? (stages.ok ? stages.value : []),",
    tests: [OBJECTS],
  },
  {
    name: "an empty list of results when nobody voted",
    file: "src/objects/results.ts",
    find: "  const approvers = votes.filter",
    replace: "  if (votes.length === 0) return [];\n  const approvers = votes.filter",
    tests: [OBJECTS],
  },
  {
    name: "quotes stay straight in results",
    file: "src/objects/harmless-text.ts",
    find: '    .replaceAll("\'", "’")\n',
    replace: "",
    tests: [OBJECTS],
  },
  {
    name: "a form is taken without its token",
    file: "src/web/guards/check-form.ts",
    find: 'if (!isCsrfToken(keys, c.get("authentication").session.id, form.get("token")))',
    replace: "if (keys.length === 0)",
    tests: [GUARDS],
  },
  {
    name: "a POST from a foreign origin is taken",
    file: "src/web/guards/check-origin.ts",
    find: "if (siteIsFine && originIsFine) return;",
    replace: "if (siteIsFine || originIsFine || !originIsFine) return;",
    tests: [GUARDS, REGRESSIONS],
  },
  {
    name: "after a time-out there is always another attempt",
    file: "src/approvals/retry-approval.ts",
    find: "if (attempt > retries || ",
    replace: "if (attempt < 0 || ",
    tests: [PLAN],
  },
  {
    name: "the namespaces that are named are not respected",
    file: "src/serve.ts",
    find: "...(settings.namespaces && { namespaces: settings.namespaces }),",
    replace: "",
    tests: [REGRESSIONS],
  },
];
