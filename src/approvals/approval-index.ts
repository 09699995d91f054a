import { marksOf, personOf } from "../decision/identify-person.ts";
import type { Assignee, Voter } from "../decision/request.ts";
import type { VerdictState } from "../decision/verdict.ts";
import { isOpened } from "../objects/approval/approval-standing.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Deadline } from "../objects/approval/judge-deadline.ts";
import { refOf } from "../objects/ref-of.ts";
import {
  compareDecided,
  compareDue,
  compareKeys,
  dueMsOf,
  makeEntry,
  type ApprovalEntry,
} from "./approval-entry.ts";
import { keyOf } from "./approval-key.ts";
import {
  accountTerms,
  filterTerms,
  namespaceTerm,
  personTerms,
  pipelineRunTerm,
  stateOf,
  stateTerm,
  termsOf,
} from "./approval-terms.ts";
import { type Sight, WHOLE_SIGHT } from "./access/sight.ts";
import type { ApprovalRef, ListFilter, ListOrder } from "./approvals.ts";
import { Criterion } from "./criterion.ts";
import { OrderedList } from "./ordered-list.ts";
import { Selection } from "./selection.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";
import { TermLists } from "./term-lists.ts";

export interface ApprovalIndexOptions {
  readonly served: ServedNamespaces;
  /** When people must have answered; `undefined` when nothing ends it. */
  readonly deadlineOf: (approval: ApprovalTask) => Deadline | undefined;
}

/** What is this many times fewer is worth being put in order. */
const MUCH = 8;

/**
 * All approvals that are watched, found by state, assignee, voter, namespace and pipeline run, in the order in which they
 * are shown. An event costs a search for each assignee and vote of the one approval; what waits for somebody is counted
 * without looking into any.
 */
export class ApprovalIndex {
  readonly #options: ApprovalIndexOptions;
  readonly #entries = new Map<string, ApprovalEntry>();
  readonly #inOrder = new OrderedList<ApprovalEntry>(compareKeys);
  readonly #inDueOrder = new OrderedList<ApprovalEntry>(compareDue);
  /** By state alone. */
  readonly #states = new TermLists<ApprovalEntry>(compareDue);
  readonly #filters = new TermLists<ApprovalEntry>(compareKeys);
  readonly #waiting = new TermLists<ApprovalEntry>(compareDue);
  readonly #voted = new TermLists<ApprovalEntry>(compareDue);
  readonly #decided = new TermLists<ApprovalEntry>(compareDecided);
  /** Number of the last count, by which entries know that they are counted already. */
  #count = 0;

  constructor(options: ApprovalIndexOptions) {
    this.#options = options;
  }

  /**
   * An approval that has not asked anybody yet is left out: not fully opened, or made by hand to look like one. So is one
   * in a namespace that is not served, wherever it was heard of.
   */
  upsert(approval: ApprovalTask): void {
    this.remove(approval);
    if (!isOpened(approval)) return;
    if (!this.#options.served.has(approval.metadata.namespace ?? "")) return;
    this.#add(makeEntry(approval, this.#options.deadlineOf(approval)));
  }

  remove(approval: ApprovalTask): void {
    const held = this.#entries.get(keyOf(refOf(approval)));
    if (held === undefined) return;
    this.#entries.delete(held.key);
    this.#inOrder.remove(held);
    this.#inDueOrder.remove(held);
    this.#states.remove([stateTerm(stateOf(held.approval))], held);
    const { filters, waiting, voted, decided } = termsOf(held.approval);
    this.#filters.remove(filters, held);
    this.#waiting.remove(waiting, held);
    this.#voted.remove(voted, held);
    this.#decided.remove(decided, held);
  }

  /** Puts the approvals of a PipelineRun in their place again, whose end has become known or has changed. */
  refresh({ namespace, name }: ApprovalRef): void {
    const asking = this.#filters.get(pipelineRunTerm(name))?.items ?? [];
    const moved = asking.filter(
      ({ approval, dueMs }) =>
        approval.metadata.namespace === namespace && dueMsOf(this.#options.deadlineOf(approval)) !== dueMs,
    );
    for (const { approval } of moved) this.upsert(approval);
  }

  get(ref: ApprovalRef): ApprovalTask | undefined {
    return this.#entries.get(keyOf(ref))?.approval;
  }

  /** Which approval it is, and which attempt people are asked for. */
  standingOf(ref: ApprovalRef): { readonly uid: string; readonly attempt: number } | undefined {
    const approval = this.get(ref);
    return approval && { uid: approval.metadata.uid ?? "", attempt: approval.status?.attempt ?? 1 };
  }

  /** How many are in this state. */
  count(state: VerdictState): number {
    return this.#filters.get(stateTerm(state))?.items.length ?? 0;
  }

  /**
   * Approvals that would take this person's vote now, soonest due first. The same as asking `admitVote` for each of all,
   * which a test holds it to.
   */
  waitingFor(voter: Voter, nowMs: number): readonly ApprovalEntry[] {
    const lists = this.#waiting.of(personTerms(voter));
    const found = this.#gatherWaiting(lists, voter, nowMs);
    return lists.length > 1 ? found.sort(compareDue) : found;
  }

  /** How many `waitingFor` gives, without putting them in order. */
  countWaitingFor(voter: Voter, nowMs: number): number {
    return this.#gatherWaiting(this.#waiting.of(personTerms(voter)), voter, nowMs).length;
  }

  /** Approvals that have this account's vote and wait for others, soonest due first. */
  votedBy(voter: Voter): readonly ApprovalTask[] {
    return this.#voted
      .of(accountTerms(voter))
      .flatMap(({ items }) => items)
      .map(({ approval }) => approval);
  }

  /** Names of users, or of groups, that approvals wait for: up to so many. */
  askedNames(kind: Assignee["kind"], most: number): readonly string[] {
    return this.#waiting.valuesOf(kind, most);
  }

  /** Decided approvals that named this person or one of the groups, or that have this account's vote; latest first. */
  decidedFor(voter: Voter): readonly ApprovalTask[] {
    const lists = this.#decided.of([...personTerms(voter), ...accountTerms(voter)]);
    const found = this.#gather(lists, () => true);
    return (lists.length > 1 ? found.sort(compareDecided) : found).map(({ approval }) => approval);
  }

  /** What the filter asks for, of what may be seen, in its order. `limit` and `cursor` are for the caller. */
  select(filter: ListFilter, nowMs = 0, sight: Sight = WHOLE_SIGHT): Selection {
    const { order = "name", waitsFor, state } = filter;
    const criteria = [
      ...filterTerms(filter).map((term) => new Criterion(this.#filters.of([term]))),
      ...(sight.isWhole ? [] : [this.#within(sight)]),
    ].toSorted((one, other) => one.size - other.size);
    if (waitsFor !== undefined) {
      const waiting = this.#listWaiting(waitsFor, order, nowMs);
      return new Selection({ order, ordered: new Criterion([waiting]), among: criteria });
    }
    if (order === "deadline") return this.#selectByDeadline(state, criteria);
    const [ordered = new Criterion([this.#inOrder]), ...among] = criteria;
    return new Selection({ order, ordered, among });
  }

  /** The lists of most terms are in the order of names. What is few is put in order; what is much is picked from all. */
  #selectByDeadline(state: VerdictState | undefined, criteria: readonly Criterion[]): Selection {
    const all = new Criterion(state === undefined ? [this.#inDueOrder] : this.#states.of([stateTerm(state)]));
    const [smallest, ...others] = criteria;
    if (smallest === undefined || smallest.size * MUCH > all.size)
      return new Selection({ order: "deadline", ordered: all, among: criteria });
    const few = new OrderedList(compareDue, smallest.items.toSorted(compareDue));
    return new Selection({ order: "deadline", ordered: new Criterion([few]), among: others });
  }

  /** What may be seen, by the terms that it is filed under: says the same as `sight.sees`, to which a test holds it. */
  #within(sight: Sight): Criterion {
    const { viewer } = sight;
    const isOpen = new Set(this.#filters.valuesOf("namespace").filter((name) => sight.seesNamespace(name)));
    const namespaces = this.#filters.of(Array.from(isOpen, namespaceTerm));
    const own =
      viewer === undefined ? [] : this.#filters.of([...personTerms(viewer), ...accountTerms(viewer)]);
    return new Criterion(
      [...namespaces, ...own],
      (entry) => isOpen.has(entry.approval.metadata.namespace ?? "") || own.some((list) => list.has(entry)),
    );
  }

  #listWaiting(voter: Voter, order: ListOrder, nowMs: number): OrderedList<ApprovalEntry> {
    const found = this.waitingFor(voter, nowMs);
    return order === "deadline"
      ? new OrderedList(compareDue, found)
      : new OrderedList(compareKeys, found.toSorted(compareKeys));
  }

  #add(entry: ApprovalEntry): void {
    this.#entries.set(entry.key, entry);
    this.#inOrder.add(entry);
    this.#inDueOrder.add(entry);
    this.#states.add([stateTerm(stateOf(entry.approval))], entry);
    const { filters, waiting, voted, decided } = termsOf(entry.approval);
    this.#filters.add(filters, entry);
    this.#waiting.add(waiting, entry);
    this.#voted.add(voted, entry);
    this.#decided.add(decided, entry);
  }

  #gatherWaiting(lists: readonly OrderedList<ApprovalEntry>[], voter: Voter, nowMs: number): ApprovalEntry[] {
    const marks = marksOf(personOf(voter));
    const isBarred = (barred: ReadonlySet<string>): boolean => marks.some((mark) => barred.has(mark));
    return this.#gather(
      lists,
      ({ closesMs, barred }) => closesMs > nowMs && (barred === undefined || !isBarred(barred)),
    );
  }

  /** Entries of any of the lists, each once: a mark in the entry is a tenth of the price of a set. */
  #gather(
    lists: readonly OrderedList<ApprovalEntry>[],
    isWanted: (entry: ApprovalEntry) => boolean,
  ): ApprovalEntry[] {
    this.#count += 1;
    const found: ApprovalEntry[] = [];
    for (const { items } of lists) {
      for (const entry of items) {
        if (entry.lastCount === this.#count) continue;
        entry.lastCount = this.#count;
        if (isWanted(entry)) found.push(entry);
      }
    }
    return found;
  }
}
