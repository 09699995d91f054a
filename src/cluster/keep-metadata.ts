import type { ObjectMeta } from "../kube/kube-api.ts";

/** `managedFields` and annotations, where `kubectl apply` keeps a second copy of the object, are most of the weight. */
export function keepMetadata(metadata: ObjectMeta): ObjectMeta {
  const { managedFields: _, annotations: __, ...kept } = metadata as ObjectMeta & { managedFields?: unknown };
  return kept;
}
