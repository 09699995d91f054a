import type { StoredObject } from "./stored-object.ts";

/** The objects of one type in one namespace, listed in the order of their names. */
export class NamespaceBucket {
  readonly #objects = new Map<string, StoredObject>();
  #sortedNames: string[] | undefined = [];

  get size(): number {
    return this.#objects.size;
  }

  get(name: string): StoredObject | undefined {
    return this.#objects.get(name);
  }

  put(object: StoredObject): void {
    if (!this.#objects.has(object.name)) this.#sortedNames = undefined;
    this.#objects.set(object.name, object);
  }

  delete(name: string): void {
    if (this.#objects.delete(name)) this.#sortedNames = undefined;
  }

  /** Sorted by name; sorts again only when a name came or went. */
  *values(): IterableIterator<StoredObject> {
    this.#sortedNames ??= [...this.#objects.keys()].sort();
    for (const name of this.#sortedNames) {
      const object = this.#objects.get(name);
      if (object !== undefined) yield object;
    }
  }
}
