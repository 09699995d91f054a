import { isJsonObject, type JsonObject, listAt, stringAt } from "../json-value.ts";
import type { StoredObject } from "../storage/stored-object.ts";

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly blockOwnerDeletion: boolean;
}

/** The owners that an object names in `metadata.ownerReferences`. */
export function ownersOf({ metadata }: Pick<StoredObject, "metadata">): readonly OwnerReference[] {
  return listAt(metadata, "ownerReferences")
    .filter(isJsonObject)
    .map((reference) => ({
      apiVersion: stringAt(reference, "apiVersion") ?? "",
      kind: stringAt(reference, "kind") ?? "",
      name: stringAt(reference, "name") ?? "",
      uid: stringAt(reference, "uid") ?? "",
      blockOwnerDeletion: reference["blockOwnerDeletion"] === true,
    }));
}

/** `metadata` without the references to the owners with these UIDs. */
export function withoutOwners(metadata: JsonObject, uids: ReadonlySet<string>): JsonObject {
  const { ownerReferences: _references, ...rest } = metadata;
  const kept = listAt(metadata, "ownerReferences").filter(
    (reference) => !isJsonObject(reference) || !uids.has(stringAt(reference, "uid") ?? ""),
  );
  return kept.length === 0 ? rest : { ...rest, ownerReferences: kept };
}
