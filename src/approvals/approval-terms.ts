// The words under which the index files an approval, and under which it is asked for.
import type { Assignee, Voter } from "../decision/request.ts";
import { identifyPerson } from "../decision/identify-person.ts";
import { assigneesOf } from "../objects/approval-task.ts";
import type { ApprovalTask } from "../objects/approval-task.ts";
import { findOpenAssignees } from "./approval-entry.ts";
import type { ListFilter } from "./approvals.ts";

/** What an approval is found by; each kind has lists of an order of its own. */
export interface ApprovalTerms {
  /** For `select`. */
  readonly filters: readonly string[];
  /** Whose votes it waits for. */
  readonly waiting: readonly string[];
  /** Whom it concerned, once it is decided. */
  readonly decided: readonly string[];
}

export function termsOf(task: ApprovalTask): ApprovalTerms {
  const state = task.status?.decision?.state ?? "pending";
  const assignees = assigneesOf(task.spec);
  const { namespace = "" } = task.metadata;
  const { pipelineRun, task: pipelineTask } = task.spec;
  const voters = (task.status?.votes ?? []).map(({ by }) => voterTerm(by));
  return {
    filters: [
      stateTerm(state),
      `namespace ${namespace}`,
      ...(pipelineRun === undefined ? [] : [pipelineRunTerm(pipelineRun.name)]),
      ...(pipelineTask === undefined ? [] : [`task ${pipelineTask}`]),
      ...new Set(assignees.map(({ kind, name }) => assigneeTerm(kind, name))),
    ],
    waiting: [...new Set(findOpenAssignees(task).map(({ kind, name }) => assigneeTerm(kind, name)))],
    decided:
      state === "pending"
        ? []
        : [...new Set([...assignees.map(({ kind, name }) => assigneeTerm(kind, name)), ...voters])],
  };
}

export function filterTerms(filter: ListFilter): readonly string[] {
  const { state, namespace, pipelineRun, task, assignee, assigneeGroup } = filter;
  return [
    ...(state === undefined ? [] : [stateTerm(state)]),
    ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
    ...(pipelineRun === undefined ? [] : [pipelineRunTerm(pipelineRun)]),
    ...(task === undefined ? [] : [`task ${task}`]),
    ...(assignee === undefined ? [] : [assigneeTerm("user", assignee)]),
    ...(assigneeGroup === undefined ? [] : [assigneeTerm("group", assigneeGroup)]),
  ];
}

/** Under what this person may be asked. Nobody without a name is (as in the engine's `findPositions`). */
export function personTerms({ name, groups }: Voter): readonly string[] {
  if (identifyPerson(name) === "") return [];
  return [...new Set([assigneeTerm("user", name), ...groups.map((group) => assigneeTerm("group", group))])];
}

export function stateTerm(state: string): string {
  return `state ${state}`;
}

export function pipelineRunTerm(name: string): string {
  return `pipelineRun ${name}`;
}

export function voterTerm(name: string): string {
  return `voter ${name.normalize("NFC")}`;
}

/** Names are the same when they are after NFC, as in the engine. */
function assigneeTerm(kind: Assignee["kind"], name: string): string {
  return `${kind} ${name.normalize("NFC")}`;
}
