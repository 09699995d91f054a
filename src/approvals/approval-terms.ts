// The words under which the index files an approval, and under which it is asked for.
import type { Assignee, Voter } from "../decision/request.ts";
import type { VerdictState } from "../decision/verdict.ts";
import { accountOf, identifyPerson } from "../decision/identify-person.ts";
import { assigneesOf, type ApprovalTask } from "../objects/approval/approval-task.ts";
import { findOpenAssignees } from "./approval-entry.ts";
import type { ListFilter } from "./approvals.ts";
import type { Term } from "./term-lists.ts";

/** What an approval is found by; each kind has lists of an order of its own. */
export interface ApprovalTerms {
  /** For `select`: what it is, whom it asks, and the accounts whose votes it has. */
  readonly filters: readonly Term[];
  /** Whose votes it waits for. */
  readonly waiting: readonly Term[];
  /** Accounts whose votes it has while it waits for others. */
  readonly voted: readonly Term[];
  /** Whom it concerned, once it is decided. */
  readonly decided: readonly Term[];
}

export function termsOf(approval: ApprovalTask): ApprovalTerms {
  const state = stateOf(approval);
  const people = assigneesOf(approval.spec).map(({ kind, name }) => assigneeTerm(kind, name));
  const { namespace = "" } = approval.metadata;
  const { pipelineRun, task: pipelineTask } = approval.spec;
  const voters = (approval.status?.votes ?? []).flatMap((vote) => accountTerms({ ...vote, name: vote.by }));
  return {
    filters: [
      stateTerm(state),
      namespaceTerm(namespace),
      ...(pipelineRun === undefined ? [] : [pipelineRunTerm(pipelineRun.name)]),
      ...(pipelineTask === undefined ? [] : [taskTerm(pipelineTask)]),
      ...people,
      ...voters,
    ],
    waiting: findOpenAssignees(approval).map(({ kind, name }) => assigneeTerm(kind, name)),
    voted: state === "pending" ? findVoterTerms(approval) : [],
    decided: state === "pending" ? [] : [...people, ...voters],
  };
}

/** Of this attempt: earlier votes do not count any more, and their voters are asked again. */
function findVoterTerms({ status }: ApprovalTask): readonly Term[] {
  const votes = (status?.votes ?? []).filter(({ attempt }) => attempt === (status?.attempt ?? 1));
  return votes.flatMap((vote) => accountTerms({ ...vote, name: vote.by }));
}

/** The account itself: a namesake's votes are another's. */
export function accountTerms(person: Omit<Voter, "groups">): readonly Term[] {
  const account = accountOf(person);
  return account === undefined ? [] : [{ field: "account", value: account }];
}

export function filterTerms(filter: ListFilter): readonly Term[] {
  const { state, namespace, pipelineRun, task, assignee, assigneeGroup } = filter;
  return [
    ...(state === undefined ? [] : [stateTerm(state)]),
    ...(namespace === undefined ? [] : [namespaceTerm(namespace)]),
    ...(pipelineRun === undefined ? [] : [pipelineRunTerm(pipelineRun)]),
    ...(task === undefined ? [] : [taskTerm(task)]),
    ...(assignee === undefined ? [] : [assigneeTerm("user", assignee)]),
    ...(assigneeGroup === undefined ? [] : [assigneeTerm("group", assigneeGroup)]),
  ];
}

/** Under what this person may be asked. Nobody without a name is (as in the engine's `findPositions`). */
export function personTerms({ name, groups }: Voter): readonly Term[] {
  if (identifyPerson(name) === "") return [];
  return [assigneeTerm("user", name), ...groups.map((group) => assigneeTerm("group", group))];
}

export function stateOf({ status }: ApprovalTask): VerdictState {
  return status?.decision?.state ?? "pending";
}

export function stateTerm(state: string): Term {
  return { field: "state", value: state };
}

export function pipelineRunTerm(name: string): Term {
  return { field: "pipelineRun", value: name };
}

export function namespaceTerm(name: string): Term {
  return { field: "namespace", value: name };
}

function taskTerm(name: string): Term {
  return { field: "task", value: name };
}

/** Names count as the same when they are equal after NFC, as in the engine. */
function assigneeTerm(kind: Assignee["kind"], name: string): Term {
  return { field: kind, value: name.normalize("NFC") };
}
