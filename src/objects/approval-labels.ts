import { countResponses } from "../decision/count-responses.ts";
import type { Request } from "../decision/request.ts";
import type { Verdict, VerdictState } from "../decision/verdict.ts";
import type { ApprovalTask } from "./approval-task.ts";

const DECISIONS: Readonly<Record<VerdictState, string>> = {
  pending: "pending",
  approved: "approved",
  rejected: "rejected",
  timedOut: "timedout",
  cancelled: "cancelled",
};

/**
 * The labels that say where an approval stands, as Automatiko's users select by: `decision` and `responses`, for example
 * `1_of_2`. A projection for people, never read back. Enums and counts alone, so that no text of anybody's can make the
 * write fail.
 */
export function approvalLabels(
  { spec }: Pick<ApprovalTask, "spec">,
  request: Request,
  verdict: Verdict,
): Readonly<Record<"decision" | "responses", string>> {
  const { received, required } = countResponses(spec.strategy, request, verdict);
  return { decision: DECISIONS[verdict.state], responses: `${received}_of_${required}` };
}
