import type { StoredObject } from "../storage/stored-object.ts";
import type { ResourceType } from "../types/resource-type.ts";
import type { TypeRegistry } from "../types/type-registry.ts";
import type { ObjectRequest } from "../write/write-request.ts";
import type { WriterContext } from "../write/writer-context.ts";

/** What the server's own controllers work with. */
export interface ControllerContext extends WriterContext {
  readonly types: TypeRegistry;
}

/** A write by the server itself to a stored object; `undefined` when its type is no longer served. */
export function requestFor(
  { types }: ControllerContext,
  type: Pick<ResourceType, "group" | "plural">,
  object: Pick<StoredObject, "namespace" | "name">,
): ObjectRequest | undefined {
  const served = types.preferred(type);
  if (served === undefined) return undefined;
  return {
    ...served,
    namespace: object.namespace,
    name: object.name,
    fieldValidation: "Ignore",
    dryRun: false,
    manager: "kube-controller-manager",
  };
}
