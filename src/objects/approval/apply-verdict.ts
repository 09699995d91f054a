import { describeAssignees } from "../../decision/describe-verdict.ts";
import type { Verdict } from "../../decision/verdict.ts";
import { formatTime } from "../../std/clock.ts";
import { type AskedApproval, listCountedVotes, readRequest } from "./approval-request.ts";
import { type ApprovalStatus, BOUNDS } from "./approval-task.ts";
import { cutTo } from "../characters.ts";
import type { Condition } from "../condition.ts";
import { judgeApproval } from "./judge-approval.ts";
import { followNotices } from "./notices/follow-notices.ts";
import { STORED_IN } from "../dialects/find-dialect.ts";

/**
 * The approval with a verdict in its status: where every transition ends. A terminal verdict is recorded as the decision,
 * once: a decision that is there stays. `nowMs` is milliseconds since the epoch; the verdict is what then follows from the
 * approval alone, unless another is given.
 */
export function applyVerdict<A extends AskedApproval>(
  approval: A,
  nowMs: number,
  verdict: Verdict = judgeApproval(approval, nowMs),
): A {
  return { ...approval, status: buildStatus(approval, verdict, nowMs) };
}

function buildStatus(approval: AskedApproval, verdict: Verdict, nowMs: number): ApprovalStatus {
  const before = approval.status ?? {};
  const { state, reason } = verdict;
  // Names are in it, and what somebody said who cancelled the run.
  const message = cutTo(verdict.message, BOUNDS.message);
  const now = formatTime(nowMs);
  const { waitingFor: _before, ...kept } = before;
  const standing = { isDecided: state !== "pending", stage: verdict.stage };
  const notices = followNotices(approval, standing, nowMs);
  const common: ApprovalStatus = {
    ...kept,
    ...STORED_IN.statusWords[state],
    reason,
    conditions: buildConditions(before.conditions ?? [], { state, reason, message }, now),
    ...(notices && { notices }),
  };
  if (state === "pending") {
    const counts = readRequest(approval).stages[verdict.stage - 1]?.counts ?? "people";
    const waitingFor = cutTo(describeAssignees(verdict.waitingFor, counts), BOUNDS.message);
    return { ...common, waitingFor };
  }
  const results = STORED_IN.buildResults({
    approved: state === "approved",
    votes: listCountedVotes(approval),
  });
  return {
    ...common,
    completionTime: before.completionTime ?? now,
    decision: before.decision ?? { state, reason, message, time: now },
    results: Object.fromEntries(
      results.filter(({ name }) => STORED_IN.shownResults.has(name)).map(({ name, value }) => [name, value]),
    ),
  };
}

/**
 * kstatus: `Ready` is False while people are waited for, and True when it has ended, however it ended.
 * `kubectl wait --for=condition=Approved` waits for a yes.
 */
function buildConditions(
  before: readonly Condition[],
  { state, reason, message }: Pick<Verdict, "state" | "reason" | "message">,
  now: string,
): readonly Condition[] {
  const isPending = state === "pending";
  const approved = state === "approved" ? "True" : "False";
  const statuses = {
    Ready: isPending ? "False" : "True",
    Approved: isPending ? "Unknown" : approved,
  } as const;
  return Object.entries(statuses).map(([type, status]) => {
    const last = before.find((condition) => condition.type === type);
    const lastTransitionTime = last?.status === status ? last.lastTransitionTime : now;
    return { type, status, reason, message, lastTransitionTime };
  });
}
