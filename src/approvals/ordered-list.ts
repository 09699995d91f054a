/**
 * Items in an order that is kept: to add, to remove and to find one costs a binary search and the shift of an array. No two
 * may compare as equal; what an item is compared by must not change while it is in the list.
 */
export class OrderedList<T> {
  readonly #compare: (one: T, other: T) => number;
  readonly #items: T[];

  /** `items` are in that order. */
  constructor(compare: (one: T, other: T) => number, items: readonly T[] = []) {
    this.#compare = compare;
    this.#items = [...items];
  }

  /** All, in order; the list's own array, which changes with it. */
  get items(): readonly T[] {
    return this.#items;
  }

  add(item: T): void {
    this.#items.splice(this.#countBefore(item), 0, item);
  }

  /** Of one that is not there, nothing. */
  remove(item: T): void {
    const place = this.#countBefore(item);
    if (this.#items[place] === item) this.#items.splice(place, 1);
  }

  has(item: T): boolean {
    return this.#items[this.#countBefore(item)] === item;
  }

  /** How many, from the beginning, are `before`; those for which it holds come first in the order. */
  countWhile(isBefore: (item: T) => boolean): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.#items[middle];
      if (item !== undefined && isBefore(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countBefore(item: T): number {
    return this.countWhile((other) => this.#compare(other, item) < 0);
  }
}
