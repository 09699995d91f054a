import { compareDue, compareKeys, type ApprovalEntry, type Place } from "./approval-entry.ts";
import type { ListOrder } from "./approvals.ts";
import type { OrderedList } from "./ordered-list.ts";

const COMPARE: Readonly<Record<ListOrder, (one: Place, other: Place) => number>> = {
  name: compareKeys,
  deadline: compareDue,
};

export interface SelectionParts {
  readonly order: ListOrder;
  /** In that order; absent: nothing is selected. */
  readonly ordered: OrderedList<ApprovalEntry> | undefined;
  /** What is selected is in all of these, too; in one that is absent is nothing. */
  readonly among: readonly (OrderedList<ApprovalEntry> | undefined)[];
}

/** Approvals that a filter asks for, in an order: read no further than somebody looks, and counted without being read. */
export class Selection {
  readonly order: ListOrder;
  /** The list in the order that is asked for, and those that narrow it; empty when nothing is selected. */
  readonly #lists: readonly OrderedList<ApprovalEntry>[];

  constructor({ order, ordered, among }: SelectionParts) {
    this.order = order;
    const lists = [ordered, ...among];
    const present = lists.filter((list) => list !== undefined);
    this.#lists = present.length === lists.length ? present : [];
  }

  /** How many there are, wherever one begins to read. */
  get total(): number {
    const [smallest, ...others] = this.#lists.toSorted((one, other) => one.items.length - other.items.length);
    if (smallest === undefined) return 0;
    return others.length === 0 ? smallest.items.length : smallest.items.filter(isIn(others)).length;
  }

  /** Those that come after a place, which may be that of one that is gone; all of them without a place. */
  *after(place?: Place): Generator<ApprovalEntry> {
    const [ordered, ...among] = this.#lists;
    if (ordered === undefined) return;
    const compare = COMPARE[this.order];
    const isWanted = isIn(among);
    const first = place === undefined ? 0 : ordered.countWhile((entry) => compare(entry, place) <= 0);
    for (let index = first; index < ordered.items.length; index += 1) {
      const entry = ordered.items[index];
      if (entry !== undefined && isWanted(entry)) yield entry;
    }
  }
}

function isIn(lists: readonly OrderedList<ApprovalEntry>[]): (entry: ApprovalEntry) => boolean {
  return (entry) => lists.every((list) => list.has(entry));
}
