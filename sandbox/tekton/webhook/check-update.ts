import { isDeepStrictEqual } from "node:util";
import type { Condition } from "../../../src/objects/condition.ts";
import { isDone } from "../objects/conditions.ts";
import type { Problem } from "./problem.ts";

interface Run {
  readonly kind: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: { readonly conditions?: readonly Condition[] };
}

function without(
  spec: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !fields.includes(key)));
}

/** Of a PipelineRun or TaskRun only `changeable` may change once it is there, and nothing once it is done. */
export function checkSpecUpdate(
  before: Run,
  spec: Run["spec"],
  changeable: readonly string[],
): readonly Problem[] {
  if (isDone(before.status?.conditions)) {
    return isDeepStrictEqual(before.spec, spec)
      ? []
      : [{ path: "spec", message: `Once the ${before.kind} is complete, no updates are allowed` }];
  }
  return isDeepStrictEqual(without(before.spec, changeable), without(spec, changeable))
    ? []
    : [
        {
          path: "spec",
          message: `Once the ${before.kind} has started, only ${changeable.join(" and ")} updates are allowed`,
        },
      ];
}
