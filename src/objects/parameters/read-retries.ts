import type { Stage } from "../../decision/request.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { BOUNDS } from "../approval/approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";

/** Attempts are counted in the ApprovalTask, and each leaves an entry in the run's `retriesStatus`. */
export const MAX_RETRIES = 255;

/** How many votes all attempts together can bring: one that times out has at least one vote less than it needs. */
export function countMostVotes(retries: number, stages: readonly Stage[]): number {
  const required = stages.reduce((sum, stage) => sum + stage.required, 0);
  return retries * (required - 1) + required;
}

/**
 * How many more attempts there are after one that times out; 0 when `retries` is absent. Refused when the votes of all
 * attempts could be more than an ApprovalTask holds, since a vote is never removed. Without Tekton's webhook any value
 * may stand there, and with it a negative one (contract C58).
 */
export function readRetries(run: CustomRun, stages: readonly Stage[]): Result<number, ParameterError> {
  const retries: unknown = run.spec?.retries ?? 0;
  if (typeof retries !== "number" || !Number.isSafeInteger(retries) || retries < 0) {
    return refuseRetries(retries, "is not a whole number of 0 or more");
  }
  const votes = countMostVotes(retries, stages);
  if (votes > BOUNDS.votes) {
    return refuseRetries(
      retries,
      `could add up to ${votes} votes, but only ${BOUNDS.votes} are kept: give fewer`,
    );
  }
  if (retries > MAX_RETRIES) return refuseRetries(retries, `is too many: give at most ${MAX_RETRIES}`);
  return ok(retries);
}

function refuseRetries(value: unknown, reason: string): Result<never, ParameterError> {
  return refuse({ parameter: "retries", message: `The run's retries ${quoteValue(value)} ${reason}.` });
}
