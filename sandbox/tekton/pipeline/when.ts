import type { WhenExpression } from "../objects/pipeline.ts";

/** True when every expression holds, so that the task may run. */
export function allowExecution(when: readonly WhenExpression[]): boolean {
  return when.every(({ input, operator, values }) => values.includes(input) === (operator === "in"));
}
