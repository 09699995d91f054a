import { formatTime } from "../std/clock.ts";
import type { Condition } from "./condition.ts";
import type { CustomRun, CustomRunStatus } from "./custom-run.ts";
import type { RunOutcome } from "./run-outcome.ts";

const SUCCEEDED = "Succeeded";

/** Done is `Succeeded` with any status but `Unknown` (contract C37); it then stays as it is (contract C53). */
export function isRunDone(run: Pick<CustomRun, "status">): boolean {
  const condition = findSucceeded(run);
  return condition !== undefined && condition.status !== "Unknown";
}

/** Told that it waits for an answer (W1), and not done. */
export function isPending(run: Pick<CustomRun, "status">): boolean {
  const condition = findSucceeded(run);
  return condition?.status === "Unknown" && condition.reason === "Pending";
}

/** Nobody has said anything of it yet: what W1 comes first to. */
export function isUntouched({ status }: Pick<CustomRun, "status">): boolean {
  return status?.startTime === undefined && status?.conditions === undefined;
}

/**
 * The status a run should have, from the one it has: of a run that is done, only `observedGeneration` may move. Times
 * are whole seconds and kept where nothing changed, so that an unchanged outcome gives an equal status (contract C38a).
 * `nowMs` is milliseconds since the epoch.
 */
export function buildRunStatus(run: CustomRun, outcome: RunOutcome, nowMs: number): CustomRunStatus {
  const before = run.status ?? {};
  const { generation } = run.metadata;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  if (isRunDone(run)) return { ...before, ...observed };

  const now = formatTime(nowMs);
  const done = outcome.status === "Unknown" ? {} : { completionTime: now, results: outcome.results };
  return {
    ...before,
    ...observed,
    startTime: before.startTime ?? now,
    ...done,
    conditions: [buildCondition(run, outcome, now), ...listOtherConditions(run)],
  };
}

/**
 * The status after an attempt that timed out, while more may follow: the failed attempt goes to the end of
 * `retriesStatus`, without the attempts before it, and the run is as if it had just begun to wait (contract C57).
 */
export function buildRetriedStatus(
  run: CustomRun,
  { failed, next }: { readonly failed: RunOutcome; readonly next: RunOutcome },
  nowMs: number,
): CustomRunStatus {
  const { retriesStatus = [], ...attempt } = buildRunStatus(run, failed, nowMs);
  const { startTime: _start, conditions: _conditions, ...kept } = run.status ?? {};
  const begun = buildRunStatus({ ...run, status: kept }, next, nowMs);
  const others = listOtherConditions(run);
  return {
    ...begun,
    conditions: [...(begun.conditions ?? []), ...others],
    retriesStatus: [...retriesStatus, { ...attempt, conditions: attempt.conditions?.slice(0, 1) ?? [] }],
  };
}

/** Tekton, its command line and its dashboard read the first condition (contract C38). */
function buildCondition(run: CustomRun, { status, reason, message }: RunOutcome, now: string): Condition {
  const before = findSucceeded(run);
  const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
  return { type: SUCCEEDED, status, reason, message, lastTransitionTime };
}

function findSucceeded(run: Pick<CustomRun, "status">): Condition | undefined {
  return run.status?.conditions?.find(({ type }) => type === SUCCEEDED);
}

function listOtherConditions(run: CustomRun): readonly Condition[] {
  return run.status?.conditions?.filter(({ type }) => type !== SUCCEEDED) ?? [];
}
