import type { KubeObject } from "../kube/kube-api.ts";

/** Deleted, and held by somebody's finalizer for as long as it is still there. */
export function isBeingDeleted({ metadata }: Pick<KubeObject, "metadata">): boolean {
  return metadata.deletionTimestamp !== undefined;
}
