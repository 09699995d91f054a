import type { Request, Strategy } from "./request.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What the label `responses` counts, as Automatiko's users know it: of the number of assignees for SINGLE and MULTI, of
 * 2 for FOUR_EYES, of the approvals required for QUORUM. `Verdict.responses` says instead how many votes are needed.
 */
export function countResponses(
  strategy: Strategy,
  request: Request,
  { responses }: Pick<Verdict, "responses">,
): Verdict["responses"] {
  if (strategy !== "SINGLE") return responses;
  return { received: responses.received, required: request.stages[0]?.assignees.length ?? 0 };
}
