import { decide } from "../../decision/decide.ts";
import { describeAssignees } from "../../decision/describe-verdict.ts";
import type { Verdict, VerdictState } from "../../decision/verdict.ts";
import { formatTime } from "../../std/clock.ts";
import { type AskedApproval, listCountedVotes, readRequest, readVotes } from "./approval-request.ts";
import { type ApprovalSpec, type ApprovalStatus, BOUNDS } from "./approval-task.ts";
import { cutTo } from "../characters.ts";
import type { Condition } from "../condition.ts";
import { buildResults } from "./results.ts";

/** Automatiko's words, where it knows the moment. */
const WORDS: Readonly<Record<VerdictState, Required<Pick<ApprovalStatus, "status" | "message">>>> = {
  pending: { status: "pending", message: "Approval task has been created and assigned" },
  approved: { status: "completed", message: "Approval task has been completed" },
  rejected: { status: "completed", message: "Approval task has been completed" },
  timedOut: { status: "timedout", message: "Approval task has timed out" },
  cancelled: { status: "cancelled", message: "Approval task has been cancelled" },
};

/** Of the results, those that Automatiko's status has; the run has all. */
const SHOWN_RESULTS = new Set(["decision", "comment", "approvedBy", "rejectedBy"]);

export interface OpenedApproval {
  readonly spec: ApprovalSpec;
  /** Milliseconds since the epoch; absent: no deadline. */
  readonly deadlineMs?: number;
  readonly approvalUrl: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * The status of an approval that opens now. A deadline is a whole second, rounded up: nobody gets less time than
 * the run says. `nowMs` is milliseconds since the epoch.
 */
export function buildOpenedStatus(
  { spec, deadlineMs, approvalUrl, attempt }: OpenedApproval,
  nowMs: number,
): ApprovalStatus {
  const opened: ApprovalStatus = {
    approvalUrl,
    attempt,
    stages: readRequest({ spec }).stages,
    startTime: formatTime(nowMs),
    ...buildDeadline(deadlineMs),
    votes: [],
  };
  return applyVerdict({ spec, status: opened }, decide(readRequest({ spec }), [], nowMs), nowMs);
}

/**
 * The status when an attempt has timed out and another may follow: the same request, asked anew with a deadline of its
 * own. The votes before stay on record and count no more.
 */
export function buildNextAttempt(task: AskedApproval, deadlineMs: number, nowMs: number): ApprovalStatus {
  const { status = {}, spec } = task;
  const attempt = (status.attempt ?? 1) + 1;
  const next = {
    spec,
    status: { ...status, attempt, stages: readRequest(task).stages, ...buildDeadline(deadlineMs) },
  };
  return applyVerdict(next, decide(readRequest(next), readVotes(next), nowMs), nowMs);
}

/**
 * The status with what a verdict says of it. A terminal verdict is recorded as the decision, once: a decision that is
 * there stays. Put a new vote into `votes` first, so that vote and decision are one write.
 */
export function applyVerdict(task: AskedApproval, verdict: Verdict, nowMs: number): ApprovalStatus {
  const before = task.status ?? {};
  const { state, reason } = verdict;
  // Names are in it, and what somebody said who cancelled the run.
  const message = cutTo(verdict.message, BOUNDS.message);
  const now = formatTime(nowMs);
  const { waitingFor: _before, ...kept } = before;
  const common: ApprovalStatus = {
    ...kept,
    ...WORDS[state],
    reason,
    conditions: buildConditions(before.conditions ?? [], { state, reason, message }, now),
  };
  if (state === "pending") {
    const counts = readRequest(task).stages[verdict.stage - 1]?.counts ?? "people";
    const waitingFor = cutTo(describeAssignees(verdict.waitingFor, counts), BOUNDS.message);
    return { ...common, waitingFor };
  }
  const results = buildResults({
    approved: state === "approved",
    votes: listCountedVotes(task),
  });
  return {
    ...common,
    completionTime: before.completionTime ?? now,
    decision: before.decision ?? { state, reason, message, time: now },
    results: Object.fromEntries(
      results.filter(({ name }) => SHOWN_RESULTS.has(name)).map(({ name, value }) => [name, value]),
    ),
  };
}

/** In whole seconds, rounded up. */
function buildDeadline(deadlineMs: number | undefined): Pick<ApprovalStatus, "deadline"> {
  return deadlineMs === undefined ? {} : { deadline: formatTime(Math.ceil(deadlineMs / 1_000) * 1_000) };
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
