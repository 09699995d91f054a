import { OrderedList } from "./ordered-list.ts";

/** For each term the items that it stands for, in one order. A term that stands for nothing takes no room. */
export class TermLists<T> {
  readonly #compare: (one: T, other: T) => number;
  readonly #lists = new Map<string, OrderedList<T>>();

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get(term: string): OrderedList<T> | undefined {
    return this.#lists.get(term);
  }

  /** The lists of those terms that stand for something. */
  of(terms: readonly string[]): readonly OrderedList<T>[] {
    return terms.flatMap((term) => this.#lists.get(term) ?? []);
  }

  add(terms: readonly string[], item: T): void {
    for (const term of terms) {
      const list = this.#lists.get(term) ?? new OrderedList(this.#compare);
      this.#lists.set(term, list);
      list.add(item);
    }
  }

  remove(terms: readonly string[], item: T): void {
    for (const term of terms) {
      const list = this.#lists.get(term);
      list?.remove(item);
      if (list?.items.length === 0) this.#lists.delete(term);
    }
  }
}
