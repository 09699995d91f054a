import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Assignee } from "../../../decision/request.ts";
import type { VoteRefusal } from "../../../decision/verdict.ts";

/** What the page of a pending approval shows. */
export interface ApprovalFacts {
  readonly approval: ApprovalDetail;
  /** Assignees that the viewer could answer for. */
  readonly matches: readonly Assignee[];
  /** Why the viewer's vote would not be taken; undefined: it would. */
  readonly refusal: VoteRefusal | undefined;
  readonly mayCancel: boolean;
  /** What was typed before, and what was wrong with it. */
  readonly draft?: Draft;
  /** What was typed before the viewer had to sign in again. */
  readonly kept?: Pick<Draft, "comment"> & { readonly operation?: string };
}

/** What the reader had typed when the vote could not be taken, and why it could not. */
export interface Draft {
  readonly comment: string;
  /** Of the form that was sent; when it is sent again, it is the same vote. */
  readonly operation: string | undefined;
  readonly kind: "invalid" | "wrongCode" | "changed" | "notRecorded" | "notKnown";
  readonly fault: string;
}
