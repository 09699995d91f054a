import type { Assignee, Voter } from "../decision/request.ts";
import type { VerdictState } from "../decision/verdict.ts";
import { assigneesOf } from "../objects/approval-task.ts";
import type { ApprovalTask } from "../objects/approval-task.ts";
import type { ApprovalRef, ListFilter } from "./approvals.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";

/** The key of an approval in the index, and its place in the order of lists. */
export function keyOf({ namespace, name }: ApprovalRef): string {
  return `${namespace}/${name}`;
}

/**
 * All approvals that are watched, found by state, assignee, voter, namespace and pipeline run. An event costs as many
 * steps as the one approval has assignees and votes, however many approvals there are.
 */
export class ApprovalIndex {
  readonly #served: ServedNamespaces;
  readonly #tasks = new Map<string, ApprovalTask>();
  /** From a term, such as `pending user mary`, to the keys of the approvals it stands for. */
  readonly #keysByTerm = new Map<string, Set<string>>();

  constructor(served: ServedNamespaces) {
    this.#served = served;
  }

  /**
   * An approval that nobody was asked yet is left out: not opened to the end, or made by hand to look like one. So is one
   * in a namespace that is not served, wherever it was heard of.
   */
  upsert(task: ApprovalTask): void {
    if (task.status?.startTime === undefined || !this.#served.has(task.metadata.namespace ?? "")) {
      this.remove(task);
      return;
    }
    const key = keyOfTask(task);
    const before = this.#tasks.get(key);
    if (before !== undefined) this.#forgetTerms(key, before);
    this.#tasks.set(key, task);
    for (const term of termsOf(task)) this.#keysOf(term).add(key);
  }

  remove(task: ApprovalTask): void {
    const key = keyOfTask(task);
    const held = this.#tasks.get(key);
    if (held === undefined) return;
    this.#forgetTerms(key, held);
    this.#tasks.delete(key);
  }

  get(ref: ApprovalRef): ApprovalTask | undefined {
    return this.#tasks.get(keyOf(ref));
  }

  /** How many are in this state. */
  count(state: VerdictState): number {
    return this.#keysByTerm.get(`state ${state}`)?.size ?? 0;
  }

  /** Pending approvals that name this person or one of the groups in any stage. */
  pendingFor(voter: Voter): readonly ApprovalTask[] {
    return this.#unionOf(personTerms("pending", voter));
  }

  /** Decided approvals that named this person or one of the groups, or that this person voted in. */
  decidedFor(voter: Voter): readonly ApprovalTask[] {
    return this.#unionOf([...personTerms("decided", voter), voterTerm(voter.name)]);
  }

  /** All that the filter asks for, in the order of their keys. `limit` and `cursor` are for the caller. */
  select(filter: ListFilter): readonly ApprovalTask[] {
    const terms = filterTerms(filter);
    const sets = terms.map((term) => this.#keysByTerm.get(term) ?? new Set<string>());
    const [smallest, ...others] = sets.toSorted((a, b) => a.size - b.size);
    const keys = smallest ?? new Set(this.#tasks.keys());
    return [...keys]
      .filter((key) => others.every((set) => set.has(key)))
      .sort(compareKeys)
      .flatMap((key) => this.#tasks.get(key) ?? []);
  }

  #unionOf(terms: readonly string[]): readonly ApprovalTask[] {
    const keys = new Set(terms.flatMap((term) => [...(this.#keysByTerm.get(term) ?? [])]));
    return [...keys].flatMap((key) => this.#tasks.get(key) ?? []);
  }

  #keysOf(term: string): Set<string> {
    const keys = this.#keysByTerm.get(term) ?? new Set<string>();
    this.#keysByTerm.set(term, keys);
    return keys;
  }

  #forgetTerms(key: string, task: ApprovalTask): void {
    for (const term of termsOf(task)) {
      const keys = this.#keysByTerm.get(term);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysByTerm.delete(term);
    }
  }
}

/** By code units, as the cursor compares. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function keyOfTask({ metadata }: ApprovalTask): string {
  return keyOf({ namespace: metadata.namespace ?? "", name: metadata.name });
}

function termsOf(task: ApprovalTask): readonly string[] {
  const state = task.status?.decision?.state ?? "pending";
  const phase = state === "pending" ? "pending" : "decided";
  const people = assigneesOf(task.spec).flatMap(({ kind, name }) => [
    personTerm(phase, kind, name),
    personTerm("any", kind, name),
  ]);
  const voters = (task.status?.votes ?? []).map(({ by }) => voterTerm(by));
  const { namespace = "" } = task.metadata;
  return [
    `state ${state}`,
    `namespace ${namespace}`,
    ...(task.spec.pipelineRun === undefined ? [] : [`pipelineRun ${task.spec.pipelineRun.name}`]),
    ...(task.spec.task === undefined ? [] : [`task ${task.spec.task}`]),
    ...people,
    ...(phase === "decided" ? voters : []),
  ];
}

function filterTerms(filter: ListFilter): readonly string[] {
  const { state, namespace, pipelineRun, task, assignee, assigneeGroup } = filter;
  return [
    ...(state === undefined ? [] : [`state ${state}`]),
    ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
    ...(pipelineRun === undefined ? [] : [`pipelineRun ${pipelineRun}`]),
    ...(task === undefined ? [] : [`task ${task}`]),
    ...(assignee === undefined ? [] : [personTerm("any", "user", assignee)]),
    ...(assigneeGroup === undefined ? [] : [personTerm("any", "group", assigneeGroup)]),
  ];
}

function personTerms(phase: "pending" | "decided", { name, groups }: Voter): readonly string[] {
  return [personTerm(phase, "user", name), ...groups.map((group) => personTerm(phase, "group", group))];
}

/** Names are the same when they are after NFC, as in the engine. */
function personTerm(phase: "pending" | "decided" | "any", kind: Assignee["kind"], name: string): string {
  return `${phase} ${kind} ${name.normalize("NFC")}`;
}

function voterTerm(name: string): string {
  return `voter ${name.normalize("NFC")}`;
}
