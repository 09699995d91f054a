// Whoever may come to an approval, and the approvals that they come to: one pending and one decided in each namespace.
import type { NoticeRecord } from "../../src/objects/approval/notice.ts";
import { makeNotice, makeNoticeRecord } from "../kit/make-notice.ts";
import { buildApproval, type SampleApproval } from "../kit/web/build-approval.ts";

export const NAMESPACES = ["team-a", "ops"] as const;
export const STATES = ["pending", "decided"] as const;
export type Namespace = (typeof NAMESPACES)[number];
export type State = (typeof STATES)[number];

/** Somebody, and what is true of them: said here by hand, and not found out. */
export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
  /** `company` when absent. */
  readonly issuer?: string;
  readonly isAsked?: Namespace;
  readonly hasVoted?: { readonly namespace: Namespace; readonly states: readonly State[] };
  readonly isAdmin?: true;
  readonly isDeveloper?: true;
  readonly isReleaseManager?: true;
}

/** By what they are to the approvals; `undefined`: nobody is signed in. */
export const PEOPLE: Readonly<Record<string, Person | undefined>> = {
  "nobody in particular": undefined,
  "asked by name, and has voted on what is decided": {
    name: "mary",
    groups: [],
    isAsked: "team-a",
    hasVoted: { namespace: "team-a", states: ["decided"] },
  },
  "asked by name": { name: "john", groups: ["dev"], isAsked: "team-a", isDeveloper: true },
  "asked as a member of a group": { name: "omar", groups: ["ops"], isAsked: "ops" },
  "has voted, and is in the group no more": {
    name: "vera",
    groups: [],
    hasVoted: { namespace: "ops", states: ["pending", "decided"] },
  },
  "a namesake of a voter": { name: "vera", groups: [], issuer: "elsewhere" },
  "sees some namespaces": { name: "dana", groups: ["dev"], isDeveloper: true },
  "may cancel": { name: "ines", groups: ["release"], isReleaseManager: true },
  "may cancel, and sees some namespaces": {
    name: "iva",
    groups: ["dev", "release"],
    isDeveloper: true,
    isReleaseManager: true,
  },
  admin: { name: "ada", groups: ["platform"], isAdmin: true },
  "called like the group of the admins": { name: "platform", groups: [] },
  "nearly called like somebody who is asked": { name: "Mary", groups: ["Dev", "OPS"] },
  "a stranger": { name: "eve", groups: ["other"] },
};

const VERA = { by: "vera", issuer: "company", subject: "id-of-vera", groups: ["dba"] };
const MARY = { by: "mary", issuer: "company", subject: "id-of-mary" };

export function nameOf(namespace: Namespace, state: State): string {
  return `${state}-in-${namespace}`;
}

export function titleOf(namespace: Namespace, state: State): string {
  return `Release of what is ${state} in ${namespace}`;
}

/** One message to somebody that nobody got, and that an admin may send again. */
const FAILED = makeNotice({ state: "failed", error: "550 no such mailbox" });
const RECIPIENT = { recipient: "asked@northlight.example", assignees: [0] };
const NOTICES: Readonly<Record<State, NoticeRecord>> = {
  pending: makeNoticeRecord({ ...RECIPIENT, request: FAILED }),
  decided: makeNoticeRecord({ ...RECIPIENT, outcome: FAILED }),
};

export const APPROVALS: Readonly<Record<Namespace, Readonly<Record<State, SampleApproval>>>> = {
  "team-a": {
    pending: approval("team-a", "pending", { approvers: ["mary", "john"] }),
    decided: approval("team-a", "decided", { approvers: ["mary", "john"], votes: [MARY] }),
  },
  ops: {
    pending: approval("ops", "pending", { groups: ["ops", "dba"], strategy: "MULTI", votes: [VERA] }),
    decided: approval("ops", "decided", { groups: ["ops", "dba"], votes: [VERA] }),
  },
};

function approval(
  namespace: Namespace,
  state: State,
  asked: Parameters<typeof buildApproval>[0],
): SampleApproval {
  return buildApproval({
    ...asked,
    namespace,
    name: nameOf(namespace, state),
    title: titleOf(namespace, state),
    pipelineRun: `run-of-${nameOf(namespace, state)}`,
    notices: [NOTICES[state]],
  });
}
