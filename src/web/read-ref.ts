import type { ApprovalRef } from "../approvals/approvals.ts";
import { parseApprovalRef } from "../approvals/parse-approval-ref.ts";
import { HttpProblem } from "./problems/http-problem.ts";

/**
 * The approval that an address names; pages and API read it here and nowhere else. Throws the problem `not-found` when
 * the segments, decoded, are not Kubernetes names: then nothing further on is asked with them.
 */
export function readRef(segments: ApprovalRef): ApprovalRef {
  const ref = parseApprovalRef(segments);
  if (ref !== undefined) return ref;
  throw new HttpProblem(
    "not-found",
    "The address does not name an approval: namespaces and names have lower-case letters, digits and `-`, names also `.`. Nothing was changed. The link may have been cut off; look for the approval in the inbox or at /api/v1/approvals.",
  );
}
