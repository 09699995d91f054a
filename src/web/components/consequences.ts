// What follows in the pipeline when an approval ends: no more than is known of its pipeline run.
import type { ApprovalDetail } from "../../approvals/approval-view.ts";

type Asked = Pick<ApprovalDetail, "strategy" | "responses" | "onReject" | "outlook">;
type Outlook = Pick<Asked, "outlook">;

/** What follows when this person approves. The pipeline's own branches are its author's business; what it gets is ours. */
export function describeApproval(asked: Asked): string {
  const { strategy, responses } = asked;
  const missing = responses.required - responses.received - 1;
  if (missing <= 0) return describeAnswered(asked, "decision=true");
  if (strategy === "FOUR_EYES") return "A second person is asked next";
  return missing === 1 ? "One more vote will still be needed" : `${missing} more votes will still be needed`;
}

/** What follows when this person rejects: it always ends the approval. */
export function describeRejection(asked: Asked): string {
  return asked.onReject === "fail" ? describeFailure(asked) : describeAnswered(asked, "decision=false");
}

/** What follows when the approval ends as failed: by a rejection that is to fail, or by a time-out. */
export function describeFailure({ outlook }: Outlook): string {
  const { prospect, onError, others } = outlook;
  if (others.waiting > 0) return `It fails, and its task with it once ${nameOthers(others.waiting)} ended`;
  if (prospect === "unknown") return "It ends as failed";
  return prospect === "goesOn" && onError === "continue"
    ? "The task fails, but the pipeline goes on"
    : "The task fails in the pipeline run";
}

function describeAnswered({ outlook }: Outlook, result: string): string {
  const { others, prospect } = outlook;
  const ends = `It ends with ${result}`;
  if (others.failed > 0) return `${ends}, but its task fails: another of its approvals has failed`;
  if (others.waiting > 0) return `${ends}; its task ends once ${nameOthers(others.waiting)} ended`;
  switch (prospect) {
    case "goesOn":
      return others.total > 0 ? `${ends}, and the pipeline goes on` : `The pipeline goes on with ${result}`;
    case "askedToEnd":
      return `${ends}, but the pipeline run is being stopped: only finally tasks may still run`;
    case "taskFailed":
      return `${ends}, but another task has failed: only finally tasks may still run`;
    case "inFinally":
      return `${ends}; no task comes after it, as it is in finally`;
    case "unknown":
      return ends;
  }
}

function nameOthers(count: number): string {
  return count === 1 ? "the other approval has" : `the other ${count} have`;
}
