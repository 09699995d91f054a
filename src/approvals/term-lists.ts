import { OrderedList } from "./ordered-list.ts";

/** What items are found by: what it is, and its text. Two, so that the text need not be held a second time. */
export interface Term {
  readonly field:
    | "state"
    | "namespace"
    | "pipelineRun"
    | "task"
    | "user"
    | "foldedUser"
    | "group"
    | "account";
  readonly value: string;
}

/**
 * For each term the items that it stands for, in one order. A term that stands for nothing takes no room, and one that
 * stands for a single item no list: of the people who are asked, most are asked once.
 */
export class TermLists<T extends object> {
  readonly #compare: (one: T, other: T) => number;
  readonly #places = new Map<Term["field"], Map<string, T | OrderedList<T>>>();

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get({ field, value }: Term): OrderedList<T> | undefined {
    const held = this.#places.get(field)?.get(value);
    return held === undefined ? undefined : this.#toList(held);
  }

  /** The lists of those terms that stand for something. */
  of(terms: readonly Term[]): readonly OrderedList<T>[] {
    return terms.flatMap((term) => this.get(term) ?? []);
  }

  /** Texts of this field that stand for something, up to so many; all when absent. */
  valuesOf(field: Term["field"], most = Number.POSITIVE_INFINITY): readonly string[] {
    return [...(this.#places.get(field)?.keys().take(most) ?? [])];
  }

  /** A term may be among them more than once. */
  add(terms: readonly Term[], item: T): void {
    for (const { field, value } of terms) {
      const places = this.#places.get(field) ?? new Map<string, T | OrderedList<T>>();
      this.#places.set(field, places);
      const held = places.get(value);
      if (held === undefined) {
        places.set(value, item);
        continue;
      }
      const list = this.#toList(held);
      if (!list.has(item)) list.add(item);
      if (list.items.length > 1) places.set(value, list);
    }
  }

  remove(terms: readonly Term[], item: T): void {
    for (const { field, value } of terms) {
      const places = this.#places.get(field);
      const held = places?.get(value);
      if (places === undefined || held === undefined) continue;
      const list = this.#toList(held);
      list.remove(item);
      const [only] = list.items;
      if (only === undefined) places.delete(value);
      else places.set(value, list.items.length === 1 ? only : list);
    }
  }

  #toList(held: T | OrderedList<T>): OrderedList<T> {
    if (held instanceof OrderedList) return held;
    const list = new OrderedList(this.#compare);
    list.add(held);
    return list;
  }
}
