import { formatTime, parseTime } from "../../std/clock.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import { cutTo } from "../characters.ts";
import { type Condition, listConditions } from "../condition.ts";
import type { CustomRun, CustomRunStatus } from "./custom-run.ts";
import type { RunOutcome } from "./run-outcome.ts";

const SUCCEEDED = "Succeeded";

/** How far the clocks of two replicas may be apart: a start that is later than this is somebody else's invention. */
const CLOCKS_APART_MS = 60_000;

/**
 * Done is `Succeeded` with `True` or `False`; it then stays as it is (contract C53). Tekton hangs on any other text
 * (contract C37), so it does not count as an end.
 */
export function isRunDone(run: Pick<CustomRun, "status">): boolean {
  const { status } = findSucceeded(run) ?? {};
  return status === "True" || status === "False";
}

/** Done, and not well. */
export function hasRunFailed(run: Pick<CustomRun, "status">): boolean {
  return findSucceeded(run)?.status === "False";
}

/** Told that it waits for an answer (W1), and not done. */
export function isPending(run: Pick<CustomRun, "status">): boolean {
  const condition = findSucceeded(run);
  return condition?.status === "Unknown" && condition.reason === "Pending";
}

/** What it says to people while it waits; empty when it says nothing, or does not wait. */
export function readPendingMessage(run: Pick<CustomRun, "status">): string {
  return isPending(run) ? readMessage(run) : "";
}

/** What it says to people; empty when it says nothing. */
export function readMessage(run: Pick<CustomRun, "status">): string {
  const message: unknown = findSucceeded(run)?.message;
  return typeof message === "string" ? message : "";
}

/** Nobody has said anything of it yet: what W1 comes first to. */
export function isUntouched({ status }: Pick<CustomRun, "status">): boolean {
  return status?.startTime === undefined && status?.conditions === undefined;
}

/** True when W1 is there to be read: by Tekton, and by us for the deadline. */
export function isTold(run: Pick<CustomRun, "status">, nowMs: number): boolean {
  const [first] = listConditions(run.status);
  return first?.type === SUCCEEDED && isPending(run) && findStartMs(run, nowMs) !== undefined;
}

/**
 * When the run, or its present attempt, began, in milliseconds since the epoch; `undefined` where that cannot be read or
 * is yet to come: a deadline is counted from no later than now.
 */
export function findStartMs({ status }: Pick<CustomRun, "status">, nowMs: number): number | undefined {
  const startMs = parseTime(status?.startTime);
  if (startMs === undefined || startMs > nowMs + CLOCKS_APART_MS) return undefined;
  return Math.min(startMs, nowMs);
}

/** The attempts that the run has behind it, as far as they can be read. */
export function listAttempts({
  status,
}: Pick<CustomRun, "status">): NonNullable<CustomRunStatus["retriesStatus"]> {
  const attempts: unknown = status?.retriesStatus;
  return Array.isArray(attempts) ? attempts : [];
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
    startTime: keepStart(run, nowMs) ?? now,
    ...done,
    conditions: [buildCondition(run, outcome, now), ...listOtherConditions(run)],
  };
}

/**
 * The status after an attempt that timed out, while more may follow: the failed attempt goes to the end of
 * `retriesStatus`, without the attempts before it and without what others wrote, and the run is as if it had just begun to
 * wait (contract C57).
 */
export function buildRetriedStatus(
  run: CustomRun,
  { failed, next }: { readonly failed: RunOutcome; readonly next: RunOutcome },
  nowMs: number,
): CustomRunStatus {
  const { status: attempt } = dropForeignStatus({ ...run, status: buildRunStatus(run, failed, nowMs) });
  const { startTime: _start, conditions: _conditions, ...kept } = run.status ?? {};
  const begun = buildRunStatus({ ...run, status: kept }, next, nowMs);
  const others = listOtherConditions(run);
  return {
    ...begun,
    conditions: [...(begun.conditions ?? []), ...others],
    retriesStatus: [...listAttempts(run), attempt],
  };
}

/**
 * The run with nothing in its status but what W1 and W7 write. Where the API server refuses the whole, what others put
 * beside it may be to blame: once a definition or webhook has become stricter, nobody can write it any more.
 */
export function dropForeignStatus(run: CustomRun): CustomRun & { readonly status: CustomRunStatus } {
  const { startTime, completionTime, observedGeneration, results } = run.status ?? {};
  const succeeded = findSucceeded(run);
  return {
    ...run,
    status: {
      conditions: succeeded === undefined ? [] : [succeeded],
      ...(startTime === undefined ? {} : { startTime }),
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      ...(completionTime !== undefined && isRunDone(run) ? { completionTime } : {}),
      ...(results !== undefined && isRunDone(run) ? { results } : {}),
    },
  };
}

/** Tekton, its command line and its dashboard read the first condition (contract C38). */
function buildCondition(run: CustomRun, { status, reason, ...outcome }: RunOutcome, now: string): Condition {
  const before = findSucceeded(run);
  const since = before?.status === status ? parseTime(before.lastTransitionTime) : undefined;
  const lastTransitionTime = since === undefined ? now : (before?.lastTransitionTime ?? now);
  const message = cutTo(outcome.message, BOUNDS.message);
  return { type: SUCCEEDED, status, reason, message, lastTransitionTime };
}

/** As it stands, so that an unchanged status stays equal; `undefined` where it is no start. */
function keepStart(run: Pick<CustomRun, "status">, nowMs: number): string | undefined {
  return findStartMs(run, nowMs) === undefined ? undefined : run.status?.startTime;
}

function findSucceeded(run: Pick<CustomRun, "status">): Condition | undefined {
  return listConditions(run.status).find(({ type }) => type === SUCCEEDED);
}

function listOtherConditions(run: CustomRun): readonly Condition[] {
  return listConditions(run.status).filter(({ type }) => type !== SUCCEEDED);
}
