import { ok, refuse, type Result } from "../../std/result.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { parseGoDuration } from "../go-duration.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";

/**
 * The run's own time limit in milliseconds. `undefined`: none of ours, because `timeout` is absent (the PipelineRun's
 * own limit still holds, contract C40) or 0 (contract C44). Without Tekton's webhook any value may stand there.
 */
export function readTimeout(run: CustomRun): Result<number | undefined, ParameterError> {
  const timeout: unknown = run.spec?.timeout ?? undefined;
  if (timeout === undefined) return ok(undefined);
  if (typeof timeout !== "string") {
    return refuseTimeout(timeout, "is not text: give a duration like 30m or 1h30m");
  }
  const parsed = parseGoDuration(timeout);
  if (!parsed.ok) return refuseTimeout(timeout, parsed.error);
  if (parsed.value < 0)
    return refuseTimeout(timeout, "is negative: give a duration like 30m, or 0s for no limit");
  return ok(parsed.value === 0 ? undefined : parsed.value);
}

function refuseTimeout(value: unknown, reason: string): Result<never, ParameterError> {
  return refuse({ parameter: "timeout", message: `The run's timeout ${quoteValue(value)} ${reason}.` });
}
