// The memory of the embedded API server: objects by type, one revision counter, and what is told of each change.
import type { JsonObject } from "../json-value.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";
import type { Change } from "./change.ts";
import { Collection } from "./collection.ts";
import { StoredObject } from "./stored-object.ts";

type TypeName = Pick<ResourceType, "group" | "plural">;
/** Told of every change of every type, after it is committed and before the writer has its answer. */
export type StoreListener = (type: TypeName, change: Change) => void;

/** Keeps objects; decides nothing about them. All writes are synchronous, so one at a time. */
export class ObjectStore {
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Set<StoreListener>();
  readonly #historySize: number;
  #revision = 1;

  /** `historySize`: changes kept for each type. */
  constructor(historySize: number) {
    this.#historySize = historySize;
  }

  /** The resourceVersion of the latest write to anything. */
  get revision(): number {
    return this.#revision;
  }

  collection(type: TypeName): Collection {
    const key = typeKey(type);
    let collection = this.#collections.get(key);
    if (collection === undefined) {
      collection = new Collection(this.#historySize, 0);
      this.#collections.set(key, collection);
    }
    return collection;
  }

  get(type: TypeName, namespace: string, name: string): StoredObject | undefined {
    return this.collection(type).get(namespace, name);
  }

  /** Creates or replaces, by the name and namespace in `metadata`. */
  put(type: TypeName, json: JsonObject): StoredObject {
    this.#revision += 1;
    const object = new StoredObject(json, this.#revision);
    const previous = this.get(type, object.namespace, object.name);
    this.#commit(
      type,
      previous === undefined
        ? { type: "ADDED", revision: this.#revision, object }
        : { type: "MODIFIED", revision: this.#revision, object, previous },
    );
    return object;
  }

  /** Removes an object that is stored; answers its last state under the revision of the deletion. */
  remove(type: TypeName, previous: StoredObject): StoredObject {
    this.#revision += 1;
    const object = previous.atRevision(this.#revision);
    this.#commit(type, { type: "DELETED", revision: this.#revision, object, previous });
    return object;
  }

  subscribe(listener: StoreListener): void {
    this.#listeners.add(listener);
  }

  /** Forgets a type, and ends its watches: its definition is gone. */
  drop(type: TypeName): void {
    this.#collections.get(typeKey(type))?.end();
    this.#collections.delete(typeKey(type));
  }

  /** Forgets the history of every type up to now: older watches and pages answer 410. */
  compact(): void {
    for (const collection of this.#collections.values()) collection.history.compact(this.#revision);
  }

  #commit(type: TypeName, change: Change): void {
    this.collection(type).apply(change);
    for (const listener of this.#listeners) listener(type, change);
  }
}
