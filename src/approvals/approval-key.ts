import type { ApprovalRef } from "./approvals.ts";

/** The key of an approval in the index, and its place in the order of lists. */
export function keyOf({ namespace, name }: ApprovalRef): string {
  return `${namespace}/${name}`;
}
