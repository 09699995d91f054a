import { isNamespaceName, isObjectName } from "../std/kubernetes-names.ts";
import type { ApprovalRef } from "./approvals.ts";

/**
 * What a path names, before anything is built from it; `undefined` when no approval can have such a name. A slash or
 * half an escape would make another address of it further on.
 */
export function parseApprovalRef({ namespace, name }: ApprovalRef): ApprovalRef | undefined {
  return isNamespaceName(namespace) && isObjectName(name) ? { namespace, name } : undefined;
}
