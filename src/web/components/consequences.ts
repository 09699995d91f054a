import type { ApprovalView } from "../../approvals/approval-view.ts";

type Asked = Pick<ApprovalView, "strategy" | "responses" | "onReject">;

/** What follows when this person approves. The pipeline's own branches are its author's business; what it gets is ours. */
export function describeApproval({ strategy, responses }: Asked): string {
  const missing = responses.required - responses.received - 1;
  if (missing <= 0) return "The pipeline goes on with decision=true";
  if (strategy === "FOUR_EYES") return "A second person is asked";
  return missing === 1 ? "One more vote is then needed" : `${missing} more votes are then needed`;
}

/** What follows when this person rejects: it always ends the approval. */
export function describeRejection({ onReject }: Asked): string {
  return onReject === "fail"
    ? "The task fails in the pipeline run"
    : "The pipeline goes on with decision=false";
}
