import type { CallOptions, KubeApi, KubeObject, ObjectRef, Resource } from "./kube-api.ts";
import { isNotFound } from "./kube-error.ts";

/** The object from the API server; `undefined` when there is none. Rejects as `KubeApi.get` does on anything else. */
export async function readIfThere<T extends KubeObject>(
  api: KubeApi,
  resource: Resource,
  ref: ObjectRef,
  options?: CallOptions,
): Promise<T | undefined> {
  try {
    return await api.get<T>(resource, ref, options);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
