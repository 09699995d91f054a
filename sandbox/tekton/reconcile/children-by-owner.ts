import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { ListWatch } from "../../../src/kube/list-watch.ts";

interface Owned {
  readonly metadata: ObjectMeta;
}

/** Which objects of a copy have a first owner of which UID; Tekton looks at no other owner (contract C27). */
export class ChildrenByOwner<T extends Owned> {
  readonly #byOwner = new Map<string, Map<string, T>>();

  /** Follows a copy from before its start. */
  follow(copy: ListWatch<T>): void {
    copy.onChange(({ type, object, previous }) => {
      if (previous !== undefined) this.#remove(previous);
      if (type === "upsert") this.#add(object);
    });
  }

  of(ownerUid: string): readonly T[] {
    return [...(this.#byOwner.get(ownerUid)?.values() ?? [])];
  }

  #add(object: T): void {
    const { uid = "", ownerReferences = [] } = object.metadata;
    const owner = ownerReferences[0]?.uid;
    if (owner === undefined) return;
    const owned = this.#byOwner.get(owner) ?? new Map<string, T>();
    this.#byOwner.set(owner, owned.set(uid, object));
  }

  #remove({ metadata: { uid = "", ownerReferences = [] } }: T): void {
    const owner = ownerReferences[0]?.uid ?? "";
    const owned = this.#byOwner.get(owner);
    owned?.delete(uid);
    if (owned?.size === 0) this.#byOwner.delete(owner);
  }
}
