import type { Change } from "../storage/change.ts";
import { keyOf } from "../storage/collection.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";
import { ownersOf } from "./owner-references.ts";

type TypeName = Pick<ResourceType, "group" | "plural">;

/** Names one stored object. */
export interface ObjectKey {
  readonly type: TypeName;
  readonly namespace: string;
  readonly name: string;
}

export function idOf({ type, namespace, name }: ObjectKey): string {
  return `${typeKey(type)}/${keyOf({ namespace, name })}`;
}

export function objectKey(type: TypeName, { namespace, name }: StoredObject): ObjectKey {
  return { type, namespace, name };
}

/** Which objects name an owner, by the owner's UID. */
export class DependentsIndex {
  readonly #byOwner = new Map<string, Map<string, ObjectKey>>();

  follow(type: TypeName, { type: change, object, previous }: Change): void {
    const key = objectKey(type, object);
    const id = idOf(key);
    for (const { uid } of previous === undefined ? [] : ownersOf(previous)) this.#remove(uid, id);
    if (change === "DELETED") return;
    for (const { uid } of ownersOf(object)) this.#add(uid, id, key);
  }

  of(ownerUid: string): readonly ObjectKey[] {
    return [...(this.#byOwner.get(ownerUid)?.values() ?? [])];
  }

  #add(uid: string, id: string, key: ObjectKey): void {
    const dependents = this.#byOwner.get(uid) ?? new Map<string, ObjectKey>();
    dependents.set(id, key);
    this.#byOwner.set(uid, dependents);
  }

  #remove(uid: string, id: string): void {
    const dependents = this.#byOwner.get(uid);
    dependents?.delete(id);
    if (dependents?.size === 0) this.#byOwner.delete(uid);
  }
}
