// The use cases as every door sees them. Each has a file of its own; `create-approvals.ts` puts them together.
import type { Answer, Assignee, Voter } from "../decision/request.ts";
import type { VerdictState, VoteRefusal } from "../decision/verdict.ts";
import type { Door } from "../objects/approval/approval-task.ts";
import type { Result } from "../std/result.ts";
import type { Viewer } from "./access/rights.ts";
import type { ApprovalDetail, ApprovalView } from "./approval-view.ts";

export interface ApprovalRef {
  readonly namespace: string;
  readonly name: string;
}

/** By namespace and name; or soonest deadline first, those without one last. */
export const LIST_ORDERS = ["name", "deadline"] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

export interface ListFilter {
  readonly state?: VerdictState;
  readonly namespace?: string;
  readonly pipelineRun?: string;
  readonly task?: string;
  readonly assignee?: string;
  readonly assigneeGroup?: string;
  /** Only what would take this person's vote now. */
  readonly waitsFor?: Voter;
  /** By name when absent. */
  readonly order?: ListOrder;
  /** 1 to 500; 100 when absent. */
  readonly limit?: number;
  /** From the page before. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  /** On all pages. */
  readonly total: number;
}

/** Somebody whose account is known: it is recorded beside the name. */
export type SignedIn = Voter & Required<Pick<Voter, "issuer" | "subject">>;

export interface CastVoteRequest {
  readonly ref: ApprovalRef;
  readonly voter: SignedIn;
  readonly decision: Answer;
  readonly comment: string;
  /** What the voter was shown; absent, the vote is for whatever the request now is. */
  readonly digest?: string;
  /** The attempt that the voter was shown; absent, the vote is for whichever it now is. */
  readonly attempt?: number;
  readonly via: Exclude<Door, "link">;
  /** Set where a link alone says who the voter is: then the vote comes by that door, and is for this approval and attempt. */
  readonly link?: LinkedTo;
  /** What the sender calls the sending of this vote: sent again under the same name, it is the same vote. */
  readonly operation?: string;
}

export interface CancelRequest {
  readonly ref: ApprovalRef;
  readonly by: SignedIn;
  /** Why: for people, on one line. */
  readonly reason: string;
  /** What was shown; absent, it is for whatever the request now is. */
  readonly digest?: string;
  readonly via: Door;
  /** As in a vote. */
  readonly operation?: string;
}

export interface SendAgainRequest {
  readonly ref: ApprovalRef;
  readonly by: SignedIn;
  /** Of the message, with the round that was shown. */
  readonly key: string;
}

/** What a link is good for, and nothing else. */
export interface LinkedTo {
  readonly uid: string;
  readonly attempt: number;
}

/** What is on record. */
export interface Recorded {
  readonly approval: ApprovalView;
  /** True when it was recorded before, by the same operation. */
  readonly repeated: boolean;
}

/** Why something was certainly not recorded, although nothing is wrong with it. Closed. */
export type NotRecordedReason =
  /** The API server gave no answer, or none in time, and nothing had been written. */
  | "ApiServerAway"
  /** The API server answered that it will not do it. */
  | "ApiServerRefuses"
  /** Others wrote to the approval each time between the reading and the writing. */
  | "Overtaken"
  /** Too many votes are waiting their turn on this approval. */
  | "TooManyWaiting";

/** What can happen to every write. */
export type RecordError =
  | { readonly kind: "notFound" }
  | { readonly kind: "notRecorded"; readonly reason: NotRecordedReason; readonly message: string }
  /** The write was sent, its answer was lost, and looking did not tell whether it is recorded. */
  | { readonly kind: "notKnown"; readonly message: string };

export type CastVoteError =
  | RecordError
  /** With the approval as it stands, to show what was decided meanwhile or who has voted. */
  | {
      readonly kind: "refused";
      readonly refusal: VoteRefusal;
      readonly message: string;
      readonly approval: ApprovalView;
    }
  | { readonly kind: "changed"; readonly message: string; readonly approval: ApprovalView }
  /** Of whoever is asked, and may not vote by the rules of others. */
  | { readonly kind: "denied"; readonly message: string; readonly approval: ApprovalView }
  | { readonly kind: "invalid"; readonly field: "comment" | "operation" | "code"; readonly message: string }
  /** A link does not vote here. */
  | { readonly kind: "notByLink"; readonly message: string; readonly approval: ApprovalView }
  /** The operation is that of a recorded vote of this person, which says something else. */
  | { readonly kind: "reused"; readonly message: string; readonly approval: ApprovalView };

export type CancelError =
  | RecordError
  /** Somebody who sees it, and may not cancel it. */
  | { readonly kind: "notAllowed"; readonly message: string; readonly approval: ApprovalView }
  /** It has ended, or is about to. */
  | { readonly kind: "ended"; readonly message: string; readonly approval: ApprovalView }
  | { readonly kind: "changed"; readonly message: string; readonly approval: ApprovalView }
  | { readonly kind: "invalid"; readonly field: "reason" | "operation"; readonly message: string }
  /** The operation is that of a recorded cancellation of this person, for another reason. */
  | { readonly kind: "reused"; readonly message: string; readonly approval: ApprovalView };

export type SendAgainError =
  | RecordError
  /** There is no message of that key. */
  | { readonly kind: "nothing"; readonly message: string; readonly approval: ApprovalView }
  /** There is, and it is not to be sent now. */
  | { readonly kind: "refused"; readonly message: string; readonly approval: ApprovalView };

/** Which page of a list, from 1, and how many rows one has. */
export interface Paging {
  readonly page: number;
  /** 0: none, only their number is wanted. */
  readonly size: number;
}

/** One page of a list whose length is known. */
export interface Rows<T> {
  readonly items: readonly T[];
  /** The one asked for, or the last when there are not so many. */
  readonly page: number;
  readonly size: number;
  /** On all pages. */
  readonly total: number;
}

export interface InboxRequest {
  readonly waiting: Paging;
  readonly voted: Paging;
  readonly decided: Paging;
}

/** What concerns one person. */
export interface Inbox {
  /** Waits for this person, soonest deadline first, those without one last. */
  readonly waiting: Rows<ApprovalView>;
  /** How many of all that wait are due. */
  readonly due: number;
  /** Has this account's vote and waits for others, soonest deadline first. */
  readonly voted: Rows<ApprovalView>;
  /** Decided approvals this person was asked about or voted in, latest first. */
  readonly decided: Rows<ApprovalView>;
}

/** How fresh the watched cache is. */
export interface Freshness {
  /** Milliseconds since the epoch of the last word from the API server; undefined before the first list. */
  readonly lastContactMs: number | undefined;
  /** False when the API server has been silent for longer than a watch may be. */
  readonly live: boolean;
}

/** What can be read of approvals, by whoever it was made for: what they may not see is, for it, not there. */
export interface Reading {
  /** From the watched cache. An unreadable cursor is refused. */
  list(filter: ListFilter): Result<Page<ApprovalView>, string>;
  /** From the watched cache; no more is made of the rest than its number. */
  inbox(voter: Voter, request: InboxRequest): Inbox;
  /** How many approvals would take this person's vote now; from the watched cache, without making anything of them. */
  countWaiting(voter: Voter): number;
  /** From the watched cache. */
  find(ref: ApprovalRef): ApprovalDetail | undefined;
  /** From the API server, once it has opened: for the receipt. Rejects with KubeUnavailableError or KubeError when it is away. */
  read(ref: ApprovalRef): Promise<ApprovalDetail | undefined>;
  /** Whether this person's vote would be taken now; undefined means yes. Same rules as `castVote`, on the view given. */
  refusalFor(ref: ApprovalRef, voter: Voter): VoteRefusal | undefined;
  /** Those of its assignees for whom this person could answer. */
  matchesFor(approval: ApprovalView, voter: Voter): readonly Assignee[];
  /** Names of users, or of groups, that approvals wait for: up to so many, in no order; none for whom does not see all. */
  askedNames(kind: Assignee["kind"], most: number): readonly string[];
  freshness(): Freshness;
  /** Whether this person may cancel this one, should it be pending. */
  mayCancel(ref: ApprovalRef): boolean;
  /** Whether this person is an admin. */
  readonly administers: boolean;
}

/** The use cases. What is read here itself is read by the product, which sees everything. */
export interface Approvals extends Reading {
  /** What this person gets to see: the one filter, through which all goes that pages and API tell of approvals. */
  seenBy(viewer: Viewer): Reading;
  /** True when nobody sees anything without a name. */
  readonly needsName: boolean;
  /** On an approval that the voter may not see, as on one that is not there. */
  castVote(request: CastVoteRequest): Promise<Result<Recorded, CastVoteError>>;
  /** Ends it for good, whatever attempts are left. Of one that may not be seen as of one that is not there. */
  cancel(request: CancelRequest): Promise<Result<Recorded, CancelError>>;
  /** Has one message sent again, for an admin. Of anybody else as of an approval that is not there. */
  sendAgain(request: SendAgainRequest): Promise<Result<Recorded, SendAgainError>>;
}
