import { isUnavailable } from "../../../src/kube/kube-error.ts";
import { HttpProblem } from "../../../src/web/problems/http-problem.ts";

/** An error of the API server as a problem that a page can show, when it is one of being away; else as it is. */
export function explainAway(error: unknown, what: string): unknown {
  if (!isUnavailable(error)) return error;
  return new HttpProblem(
    "unavailable",
    `${what}, because the embedded API server does not answer. Try again in a moment; look under Samples to see whether it was done anyway.`,
    { cause: error, headers: { "Retry-After": "5" } },
  );
}
