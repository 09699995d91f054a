import type { ApprovalRef, NotRecordedReason, RecordError } from "../../approvals/approvals.ts";
import { HttpProblem } from "./http-problem.ts";
import { approvalNotFound } from "./reading-problem.ts";

/** What of an approval somebody wanted to have written. */
type Write = "vote" | "cancel" | "sending";

export const NOT_DONE: Readonly<Record<Write, string>> = {
  vote: "The vote was not recorded.",
  cancel: "The approval was not cancelled.",
  sending: "The message was not sent again.",
};

/** A refusal of the API server lasts until somebody mends its cause. */
const RETRY_AFTER_SECONDS: Readonly<Record<NotRecordedReason, string>> = {
  ApiServerAway: "5",
  ApiServerRefuses: "60",
  Overtaken: "1",
  TooManyWaiting: "2",
};

/** What can happen to every write, as a problem of this one. */
export function problemOfRecord(write: Write, ref: ApprovalRef, error: RecordError): HttpProblem {
  switch (error.kind) {
    case "notFound":
      return approvalNotFound(ref);
    case "notRecorded":
      return new HttpProblem(`${write}-not-recorded`, `${NOT_DONE[write]} ${error.message}`, {
        extensions: { reason: error.reason },
        headers: { "Retry-After": RETRY_AFTER_SECONDS[error.reason] },
      });
    case "notKnown":
      return new HttpProblem(`${write}-not-known`, error.message, {
        extensions: { reason: "NotKnown" },
        headers: { "Retry-After": "5" },
      });
  }
}
