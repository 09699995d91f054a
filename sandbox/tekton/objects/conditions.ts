import type { Condition } from "../../../src/objects/condition.ts";
import { formatTime } from "../../../src/std/clock.ts";

/** What a `Succeeded` condition says, without its time. */
export interface Outcome {
  readonly status: Condition["status"];
  readonly reason: string;
  readonly message: string;
}

export function findSucceeded(conditions: readonly Condition[] | undefined): Condition | undefined {
  return conditions?.find(({ type }) => type === "Succeeded");
}

/** True when the `Succeeded` condition is there and is not `Unknown` (contract C37). */
export function isDone(conditions: readonly Condition[] | undefined): boolean {
  const succeeded = findSucceeded(conditions);
  return succeeded !== undefined && succeeded.status !== "Unknown";
}

/** The list with this `Succeeded` condition; its time changes only when its content does. */
export function setSucceeded(
  conditions: readonly Condition[] | undefined,
  { status, reason, message }: Outcome,
  nowMs: number,
): readonly Condition[] {
  const before = findSucceeded(conditions);
  const same = before?.status === status && before.reason === reason && before.message === message;
  const lastTransitionTime = same ? before.lastTransitionTime : formatTime(nowMs);
  return [{ type: "Succeeded", status, reason, message, lastTransitionTime }];
}
