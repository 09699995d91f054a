import { formatTime } from "../../std/clock.ts";
import { readTimeout } from "../parameters/read-timeout.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { findStartMs, listAttempts } from "../run/run-status.ts";
import { applyVerdict } from "./apply-verdict.ts";
import { readRequest } from "./approval-request.ts";
import type { ApprovalSpec, ApprovalStatus, ApprovalTask } from "./approval-task.ts";
import { approvalUrl } from "./approval-url.ts";
import { intendNotices } from "./notices/intend-notices.ts";
import type { Telling } from "./notices/telling.ts";

export interface StartContext {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly baseUrl: string;
  /** Who is told of the attempt; nobody when absent. */
  readonly tellings?: readonly Telling[];
}

/** The approval once it is there (W3): with stages, link and deadline, which is the run's, counted from its start. */
export function startApproval(
  approval: ApprovalTask,
  run: CustomRun,
  { nowMs, baseUrl, tellings = [] }: StartContext,
): ApprovalTask {
  const { spec } = approval;
  const timeout = readTimeout(run);
  // Measured from the run's start (contract C43), also when the approval is asked a second time.
  const startMs = findStartMs(run, nowMs) ?? nowMs;
  const deadlineMs = timeout.ok && timeout.value !== undefined ? startMs + timeout.value : undefined;
  const status = {
    approvalUrl: approvalUrl(baseUrl, approval.metadata),
    attempt: 1 + countFailedAttempts(run, spec),
    stages: readRequest({ spec }).stages,
    startTime: formatTime(nowMs),
    ...buildDeadline(deadlineMs),
    votes: [],
  };
  const started = intendNotices({ ...approval, status }, tellings, nowMs);
  return applyVerdict(started, nowMs);
}

/** Attempts that the run has behind it: of what may stand there, no more than there can have been. */
export function countFailedAttempts(run: CustomRun, { retries = 0 }: Pick<ApprovalSpec, "retries">): number {
  return Math.min(listAttempts(run).length, retries);
}

/** In whole seconds, rounded up: nobody gets less time than the run says. */
export function buildDeadline(deadlineMs: number | undefined): Pick<ApprovalStatus, "deadline"> {
  return deadlineMs === undefined ? {} : { deadline: formatTime(Math.ceil(deadlineMs / 1_000) * 1_000) };
}
