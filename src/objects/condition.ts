export const CONDITION_STATUSES = ["True", "False", "Unknown"] as const;

/** A condition as knative and Tekton write it. `lastTransitionTime` is RFC 3339 in whole seconds. */
export interface Condition {
  readonly type: string;
  readonly status: (typeof CONDITION_STATUSES)[number];
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/**
 * The conditions of a status that anybody may have written: what is no list holds none, and what has no type is none of
 * them.
 */
export function listConditions(status: { readonly conditions?: unknown } | undefined): readonly Condition[] {
  const conditions: unknown = status?.conditions;
  return Array.isArray(conditions) ? conditions.filter(isCondition) : [];
}

function isCondition(value: unknown): value is Condition {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
