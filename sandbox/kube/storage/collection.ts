import type { Change } from "./change.ts";
import { History } from "./history.ts";
import { NamespaceBucket } from "./namespace-bucket.ts";
import type { StoredObject } from "./stored-object.ts";

export type ChangeListener = (change: Change) => void;

/** All objects of one type, their recent history, and who watches them. */
export class Collection {
  readonly history: History;
  readonly #buckets = new Map<string, NamespaceBucket>();
  readonly #listeners = new Map<ChangeListener, () => void>();

  constructor(historySize: number, since: number) {
    this.history = new History(historySize, since);
  }

  get(namespace: string, name: string): StoredObject | undefined {
    return this.#buckets.get(namespace)?.get(name);
  }

  /** In the order of etcd's keys: by namespace, then by name; of one namespace when it is given. */
  *list(namespace?: string): IterableIterator<StoredObject> {
    if (namespace !== undefined) {
      yield* this.#buckets.get(namespace)?.values() ?? [];
      return;
    }
    const namespaces = [...this.#buckets.keys()].sort((a, b) => (`${a}/` < `${b}/` ? -1 : 1));
    for (const each of namespaces) yield* this.#buckets.get(each)?.values() ?? [];
  }

  /** As `list` was at an earlier revision; `undefined` when the history does not reach back to it. */
  listAt(revision: number, namespace?: string): StoredObject[] | undefined {
    const later = this.history.since(revision);
    if (later === undefined) return undefined;
    if (later.length === 0) return [...this.list(namespace)];
    const objects = new Map([...this.list(namespace)].map((object) => [keyOf(object), object]));
    for (const { object, previous } of later.toReversed()) {
      if (namespace !== undefined && object.namespace !== namespace) continue;
      if (previous === undefined) objects.delete(keyOf(object));
      else objects.set(keyOf(previous), previous);
    }
    return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Calls `listener` with each change from now on, in order, before the writer has its answer. */
  subscribe(listener: ChangeListener, onEnd: () => void): () => void {
    this.#listeners.set(listener, onEnd);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the subscribers that nothing more will happen here: the type is gone. */
  end(): void {
    for (const onEnd of this.#listeners.values()) onEnd();
  }

  apply(change: Change): void {
    const { object, type } = change;
    let bucket = this.#buckets.get(object.namespace);
    if (bucket === undefined) {
      bucket = new NamespaceBucket();
      this.#buckets.set(object.namespace, bucket);
    }
    if (type === "DELETED") bucket.delete(object.name);
    else bucket.put(object);
    if (bucket.size === 0) this.#buckets.delete(object.namespace);
    this.history.add(change);
    for (const listener of this.#listeners.keys()) listener(change);
  }
}

/** The key that etcd would sort by. */
export function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
