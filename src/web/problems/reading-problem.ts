import type { ApprovalRef } from "../../approvals/approvals.ts";
import { HttpProblem } from "./http-problem.ts";

/** Says the same whether it is not there or may not be seen. */
export function approvalNotFound({ namespace, name }: ApprovalRef): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no approval "${name}" in the namespace "${namespace}", or none that you may see. An approval is deleted with its pipeline run. Look for it at /api/v1/approvals.`,
  );
}

/** Before the first list there is no telling what exists: neither empty lists nor "not found" would be true. */
export function notYetConnected(): HttpProblem {
  return new HttpProblem(
    "unavailable",
    "This server has just started, or its API server does not answer, and it has not read the approvals yet. Try again in a moment.",
    { headers: { "Retry-After": "2" } },
  );
}
