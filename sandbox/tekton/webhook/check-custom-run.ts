import { parseTime } from "../../../src/std/clock.ts";
import { CUSTOM_RUN_STATUS } from "../crds/run-schemas.ts";
import type { CustomRunSpec } from "../objects/custom-run.ts";
import { checkGivenParams, checkUnique } from "./check-params.ts";
import { checkDuration } from "./check-pipeline-task.ts";
import { checkShape } from "./check-shape.ts";
import type { Json } from "./from-v1beta1.ts";
import { checkEach, type Problem } from "./problem.ts";

/**
 * What Tekton's webhook refuses of a CustomRun (contract C77). It lets pass: a negative timeout, negative retries, any
 * `status`, any kind, an `apiVersion` without a group, every change of the spec (C78).
 */
export function checkCustomRunSpec(spec: CustomRunSpec): readonly Problem[] {
  const { customRef, customSpec, status = "", statusMessage = "" } = spec;
  if ((customRef === undefined) === (customSpec === undefined)) {
    const message = `expected exactly one, got ${customRef === undefined ? "neither" : "both"}`;
    return [{ path: "spec.customRef, spec.customSpec", message }];
  }
  return [
    ...checkKind(customRef, "spec.customRef"),
    ...checkKind(customSpec, "spec.customSpec"),
    ...(status === "" && statusMessage !== ""
      ? [{ path: "spec.statusMessage", message: "should not be set if status is not set" }]
      : []),
    ...checkDuration(spec.timeout, "spec.timeout"),
    ...checkGivenParams(spec.params, "spec.params"),
    ...checkUnique(
      (spec.params ?? []).map(({ name }) => name.toLowerCase()),
      "spec.params",
      "parameter",
    ),
    ...checkWorkspaces(spec as Json),
  ];
}

function checkKind(
  target: { readonly apiVersion?: string; readonly kind?: string } | undefined,
  path: string,
): readonly Problem[] {
  if (target === undefined) return [];
  const missing = (["apiVersion", "kind"] as const).find((field) => (target[field] ?? "") === "");
  return missing === undefined ? [] : [{ path: `${path}.${missing}`, message: "is missing" }];
}

const SOURCES = [
  "persistentVolumeClaim",
  "volumeClaimTemplate",
  "emptyDir",
  "configMap",
  "secret",
  "projected",
  "csi",
];

function checkWorkspaces({ workspaces }: Json): readonly Problem[] {
  const list = (workspaces ?? []) as readonly Json[];
  const names = list.map(({ name }) => String(name).toLowerCase());
  return [
    ...checkUnique(names, "spec.workspaces", "workspace"),
    ...checkEach(list, "spec.workspaces", (workspace, path) => {
      const count = SOURCES.filter((source) => source in workspace).length;
      return count === 1 ? [] : [{ path, message: `expected exactly one source, got ${count}` }];
    }),
  ];
}

/**
 * What it refuses of a status: fields of another type, times that cannot be read, and in earlier attempts also fields that
 * it does not know, although the schema would keep them (contract C38c).
 */
export function checkCustomRunStatus(status: Json, path = "status"): readonly Problem[] {
  const { retriesStatus, ...now } = status;
  const before = (Array.isArray(retriesStatus) ? retriesStatus : []) as readonly Json[];
  const known = path === "status" ? onlyKnown(now) : now;
  return [
    ...checkShape(known, CUSTOM_RUN_STATUS, path),
    ...checkTimes(now, path),
    ...checkEach(before, `${path}.retriesStatus`, checkCustomRunStatus),
  ];
}

/** The API server drops the others. */
function onlyKnown(status: Json): Json {
  const known = Object.keys(CUSTOM_RUN_STATUS.properties ?? {});
  return Object.fromEntries(Object.entries(status).filter(([key]) => known.includes(key)));
}

function checkTimes({ startTime, completionTime, conditions }: Json, path: string): readonly Problem[] {
  const list = (Array.isArray(conditions) ? conditions : []) as readonly Json[];
  const times = [
    { path: `${path}.startTime`, time: startTime },
    { path: `${path}.completionTime`, time: completionTime },
    ...list.map(({ lastTransitionTime }, index) => ({
      path: `${path}.conditions[${index}].lastTransitionTime`,
      time: lastTransitionTime,
    })),
  ];
  return times
    .filter(({ time }) => typeof time === "string" && parseTime(time) === undefined)
    .map(({ path: timePath, time }) => ({
      path: timePath,
      message: `"${String(time)}" is not an RFC 3339 time`,
    }));
}
