// The status of a run as Countersign writes it: `Succeeded` first, whole seconds, everything else left as it was.
import { formatTime } from "../std/clock.ts";
import type { Condition } from "./condition.ts";
import type { CustomRun, CustomRunStatus } from "./custom-run.ts";

/** Reasons of the run's `Succeeded` condition (design, contract C48–C51). Closed. */
export type RunReason =
  | "Pending"
  | "Approved"
  | "Rejected"
  | "CustomRunTimedOut"
  | "CustomRunCancelled"
  | "ApprovalParametersInvalid"
  | "ApprovalNameTaken";

type RunResults = NonNullable<CustomRunStatus["results"]>;

/** True when its `Succeeded` condition is there and not `Unknown`: final, whatever happens (contract C37, C38e). */
export function isTerminal(run: CustomRun): boolean {
  const succeeded = run.status?.conditions?.find(({ type }) => type === "Succeeded");
  return succeeded !== undefined && succeeded.status !== "Unknown";
}

/** W1: the run has begun to wait. */
export function pendingRun(run: CustomRun, nowMs: number): CustomRun {
  const message = "Approval task has been created";
  return withStatus(run, {
    ...run.status,
    startTime: run.status?.startTime ?? formatTime(nowMs),
    conditions: withSucceeded(run, { status: "Unknown", reason: "Pending", message, nowMs }),
  });
}

export interface RunEnd {
  readonly status: "True" | "False";
  readonly reason: RunReason;
  readonly message: string;
  readonly results: RunResults;
  readonly nowMs: number;
}

/** W7: condition, results and completion time, in one write. */
export function endedRun(run: CustomRun, { results, nowMs, ...condition }: RunEnd): CustomRun {
  return withStatus(run, {
    ...run.status,
    startTime: run.status?.startTime ?? formatTime(nowMs),
    completionTime: formatTime(nowMs),
    results,
    conditions: withSucceeded(run, { ...condition, nowMs }),
  });
}

function withStatus(run: CustomRun, status: CustomRunStatus): CustomRun {
  const { generation } = run.metadata;
  return {
    ...run,
    status: { ...status, ...(generation === undefined ? {} : { observedGeneration: generation }) },
  };
}

interface SucceededCondition extends Pick<Condition, "status" | "reason" | "message"> {
  readonly nowMs: number;
}

/** First in the list, because Tekton reads the reason of whatever is first (contract C38). */
function withSucceeded(run: CustomRun, { nowMs, ...condition }: SucceededCondition): readonly Condition[] {
  const held = run.status?.conditions ?? [];
  const before = held.find(({ type }) => type === "Succeeded");
  const changed = before?.status !== condition.status || before.lastTransitionTime === undefined;
  const lastTransitionTime = changed ? formatTime(nowMs) : before.lastTransitionTime;
  const others = held.filter(({ type }) => type !== "Succeeded");
  return [{ type: "Succeeded", ...condition, lastTransitionTime }, ...others];
}
