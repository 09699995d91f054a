import type { ApprovalRef } from "../../approvals/approvals.ts";

/** Where an approval is shown. */
export function approvalPath({ namespace, name }: ApprovalRef): string {
  return `/approvals/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
