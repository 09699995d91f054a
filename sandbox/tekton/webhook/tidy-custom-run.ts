import { formatTime, parseTime } from "../../../src/std/clock.ts";
import type { CustomRunSpec } from "../objects/custom-run.ts";
import type { Json } from "./from-v1beta1.ts";
import { tidyDuration, tidyParams } from "./tidy-program.ts";

/** A CustomRun's spec as Tekton's webhook keeps it; an embedded spec that is absent becomes `null` (contract C13). */
export function tidyCustomRunSpec(spec: CustomRunSpec): CustomRunSpec {
  return {
    ...spec,
    ...(spec.customSpec && { customSpec: { ...spec.customSpec, spec: spec.customSpec.spec ?? null } }),
    ...(spec.params && { params: tidyParams(spec.params) }),
    ...(spec.timeout !== undefined && { timeout: tidyDuration(spec.timeout) }),
    serviceAccountName: spec.serviceAccountName ?? "default",
  };
}

function wholeSeconds(time: unknown): unknown {
  const epochMs = typeof time === "string" ? parseTime(time) : undefined;
  return epochMs === undefined ? time : formatTime(epochMs);
}

/** A condition without a time gets `null`, which the schema refuses (contract C38). */
function tidyCondition(condition: unknown): unknown {
  if (typeof condition !== "object" || condition === null) return condition;
  const { lastTransitionTime = null } = condition as { lastTransitionTime?: unknown };
  return { ...condition, lastTransitionTime: wholeSeconds(lastTransitionTime) };
}

/** A status with times in whole seconds, also in the attempts before; `extraFields` is left alone (contract C38a). */
export function tidyCustomRunStatus(status: Json): Json {
  const { startTime, completionTime, conditions, retriesStatus } = status;
  return {
    ...status,
    ...(startTime !== undefined && { startTime: wholeSeconds(startTime) }),
    ...(completionTime !== undefined && { completionTime: wholeSeconds(completionTime) }),
    ...(Array.isArray(conditions) && { conditions: conditions.map(tidyCondition) }),
    ...(Array.isArray(retriesStatus) && {
      retriesStatus: retriesStatus.map((entry) => tidyCustomRunStatus(entry as Json)),
    }),
  };
}
