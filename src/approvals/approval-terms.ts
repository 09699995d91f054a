// The words under which the index files an approval, and under which it is asked for.
import type { Assignee, Voter } from "../decision/request.ts";
import type { VerdictState } from "../decision/verdict.ts";
import { accountOf } from "../decision/identify-person.ts";
import { askedAs, foldEmail } from "../decision/asked-as.ts";
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
  const people = assigneesOf(approval.spec).flatMap(assigneeTerms);
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
    waiting: findOpenAssignees(approval).flatMap(assigneeTerms),
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

/** Under what this person may be asked. */
export function personTerms(voter: Voter): readonly Term[] {
  const { users, groups, foldedEmail } = askedAs(voter);
  return [
    ...[...users].map((name) => assigneeTerm("user", name)),
    ...(foldedEmail === undefined ? [] : [assigneeTerm("user", foldedEmail), foldedTerm(foldedEmail)]),
    ...[...groups].map((name) => assigneeTerm("group", name)),
  ];
}

/** Under what an assignee is found: one in which case could count under a second term, for whoever is asked in any case. */
function assigneeTerms({ kind, name }: Assignee): readonly Term[] {
  const folded = foldEmail(name);
  const isFolded = kind === "group" || folded === name.normalize("NFC");
  return [assigneeTerm(kind, name), ...(isFolded ? [] : [foldedTerm(folded)])];
}

function foldedTerm(folded: string): Term {
  return { field: "foldedUser", value: folded };
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
