import type { ApprovalRef } from "./approvals.ts";

/** The page of an approval: the form while it is pending, what was decided afterwards. */
export function approvalUrl(baseUrl: string, { namespace, name }: ApprovalRef): string {
  return `${baseUrl}/approvals/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
