import { compareDue, compareKeys, type ApprovalEntry, type Place } from "./approval-entry.ts";
import type { ListOrder } from "./approvals.ts";
import type { Criterion } from "./criterion.ts";

const COMPARE: Readonly<Record<ListOrder, (one: Place, other: Place) => number>> = {
  name: compareKeys,
  deadline: compareDue,
};

export interface SelectionParts {
  readonly order: ListOrder;
  /** Its lists are in that order. */
  readonly ordered: Criterion;
  /** What is selected meets all of these, too. */
  readonly among: readonly Criterion[];
}

/** Approvals that a filter asks for, in an order: read no further than somebody looks, and counted without being read. */
export class Selection {
  readonly order: ListOrder;
  readonly #ordered: Criterion;
  readonly #among: readonly Criterion[];

  constructor({ order, ordered, among }: SelectionParts) {
    this.order = order;
    this.#ordered = ordered;
    this.#among = among;
  }

  /** How many there are, wherever one begins to read. */
  get total(): number {
    const [smallest, ...others] = [this.#ordered, ...this.#among].toSorted(
      (one, other) => one.size - other.size,
    );
    const { items = [] } = smallest ?? {};
    return others.length === 0 ? items.length : items.filter(meets(others)).length;
  }

  /** Those that come after a place, which may be that of one that is gone; all of them without a place. */
  *after(place?: Place): Generator<ApprovalEntry> {
    const isWanted = meets(this.#among);
    for (const entry of this.#ordered.after(COMPARE[this.order], place)) if (isWanted(entry)) yield entry;
  }
}

function meets(criteria: readonly Criterion[]): (entry: ApprovalEntry) => boolean {
  return (entry) => criteria.every((criterion) => criterion.has(entry));
}
