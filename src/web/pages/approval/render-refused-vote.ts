import type { ApprovalRef, CastVoteError, Reading } from "../../../approvals/approvals.ts";
import type { Page } from "../../components/layout.ts";
import { problemOfVote } from "../../problems/vote-problem.ts";
import { renderFailure } from "../failure/render-failure.ts";
import type { PageContext } from "../page-context.ts";
import type { Draft } from "./approval-facts.ts";
import { renderApproval } from "./render-approval.ts";
import { renderNotFound } from "./render-not-found.ts";
import { renderNotRecorded } from "./render-not-recorded.ts";
import { renderNotYours } from "./render-not-yours.ts";

export interface RefusedVote {
  readonly ref: ApprovalRef;
  readonly error: CastVoteError;
  readonly comment: string;
  readonly operation: string | undefined;
}

/** The page for a vote that was not taken. Each of them gives the comment back. */
export function renderRefusedVote(
  context: PageContext,
  seen: Pick<Reading, "find" | "matchesFor" | "mayCancel">,
  { ref, error, comment, operation }: RefusedVote,
): Page {
  switch (error.kind) {
    case "notFound":
      return renderNotFound(context, ref, comment);
    case "refused":
      return error.refusal === "NotEntitled"
        ? renderNotYours(context, { approval: error.approval, comment })
        : renderNotRecorded(context, { ...error, comment });
    case "denied":
    case "reused":
    case "notByLink":
      return renderNotRecorded(context, { approval: error.approval, message: error.message, comment });
    case "changed":
    case "invalid":
    case "notRecorded":
    case "notKnown": {
      const field = error.kind === "invalid" ? error.field : undefined;
      const kept = field === "operation" ? undefined : operation;
      const kind = field === "code" ? "wrongCode" : error.kind;
      const draft: Draft = { comment, operation: kept, kind, fault: error.message };
      const cached = seen.find(ref);
      const { viewer } = context;
      if (cached === undefined || viewer === undefined)
        return renderFailure(problemOfVote(ref, error), comment);
      // The answer knows better than the watched cache what the request is now.
      const approval = error.kind === "changed" ? { ...cached, ...error.approval } : cached;
      const matches = seen.matchesFor(approval, viewer);
      const mayCancel = seen.mayCancel(ref);
      return renderApproval(context, { approval, matches, refusal: undefined, mayCancel, draft });
    }
  }
}
