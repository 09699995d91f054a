import type { ApprovalEntry, Place } from "./approval-entry.ts";
import type { OrderedList } from "./ordered-list.ts";

type Compare = (one: Place, other: Place) => number;

/** What a list is narrowed to: entries that are in at least one of some lists. */
export class Criterion {
  readonly #lists: readonly OrderedList<ApprovalEntry>[];
  readonly #has: (entry: ApprovalEntry) => boolean;

  /** `has` says the same as the lists do, where there is a cheaper way to tell. */
  constructor(lists: readonly OrderedList<ApprovalEntry>[], has?: (entry: ApprovalEntry) => boolean) {
    this.#lists = lists;
    this.#has = has ?? ((entry) => lists.some((list) => list.has(entry)));
  }

  /** As many as there can be. */
  get size(): number {
    return this.#lists.reduce((sum, { items }) => sum + items.length, 0);
  }

  has(entry: ApprovalEntry): boolean {
    return this.#has(entry);
  }

  /** Each once. */
  get items(): readonly ApprovalEntry[] {
    const [only, ...others] = this.#lists;
    if (only === undefined || others.length === 0) return only?.items ?? [];
    return [...new Set(this.#lists.flatMap(({ items }) => items))];
  }

  /** Those after a place, each once, in the order that all of the lists are in; read no further than somebody looks. */
  *after(compare: Compare, place: Place | undefined): Generator<ApprovalEntry> {
    const heads = this.#lists.map((list) => new Head(list, compare, place));
    for (let last: ApprovalEntry | undefined; ;) {
      const head = firstOf(heads, compare);
      if (head?.entry === undefined) return;
      const { entry } = head;
      head.goOn();
      if (entry !== last) yield entry;
      last = entry;
    }
  }
}

/** How far one of the lists has been read. */
class Head {
  readonly #items: readonly ApprovalEntry[];
  #at: number;

  constructor(list: OrderedList<ApprovalEntry>, compare: Compare, place: Place | undefined) {
    this.#items = list.items;
    this.#at = place === undefined ? 0 : list.countWhile((entry) => compare(entry, place) <= 0);
  }

  get entry(): ApprovalEntry | undefined {
    return this.#items[this.#at];
  }

  goOn(): void {
    this.#at += 1;
  }
}

/** The one whose entry comes before those of all others. */
function firstOf(heads: readonly Head[], compare: Compare): Head | undefined {
  return heads.reduce<Head | undefined>((first, head) => {
    if (head.entry === undefined) return first;
    return first?.entry === undefined || compare(head.entry, first.entry) < 0 ? head : first;
  }, undefined);
}
