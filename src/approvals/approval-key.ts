import type { ApprovalRef } from "./approvals.ts";

/** The key of a name: in the index, where it is the place in the order of lists, and in the queue of work. */
export function keyOf({ namespace, name }: ApprovalRef): string {
  return `${namespace}/${name}`;
}

/** The name of a key. */
export function parseKey(key: string): ApprovalRef {
  const slash = key.indexOf("/");
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
