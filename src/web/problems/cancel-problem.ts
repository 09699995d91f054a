import type { ApprovalRef, CancelError } from "../../approvals/approvals.ts";
import { HttpProblem } from "./http-problem.ts";
import { approvalNotFound, RETRY_AFTER_SECONDS } from "../vote-problem.ts";

const NOT_DONE = "The approval was not cancelled.";

/** The one place where an answer of `cancel` becomes a status: for pages and API alike. */
export function problemOfCancel(ref: ApprovalRef, error: CancelError): HttpProblem {
  switch (error.kind) {
    case "notFound":
      return approvalNotFound(ref);
    case "notAllowed":
      return new HttpProblem("not-allowed", `${error.message} ${NOT_DONE}`, {
        extensions: { reason: "NotAllowed", approval: error.approval },
      });
    case "ended":
      return new HttpProblem("cancel-refused", `${error.message} ${NOT_DONE}`, {
        extensions: { reason: "AlreadyDecided", approval: error.approval },
      });
    case "changed":
      return new HttpProblem("request-changed", `${error.message} ${NOT_DONE}`, {
        extensions: { reason: "RequestChanged", approval: error.approval },
      });
    case "invalid":
      return new HttpProblem("bad-request", `${error.message} ${NOT_DONE}`, {
        extensions: { field: error.field },
      });
    case "reused":
      return new HttpProblem("operation-reused", error.message, {
        extensions: { reason: "OperationReused", approval: error.approval },
      });
    case "notRecorded":
      return new HttpProblem("cancel-not-recorded", `${NOT_DONE} ${error.message}`, {
        extensions: { reason: error.reason },
        headers: { "Retry-After": RETRY_AFTER_SECONDS[error.reason] },
      });
    case "notKnown":
      return new HttpProblem("cancel-not-known", error.message, {
        extensions: { reason: "NotKnown" },
        headers: { "Retry-After": "5" },
      });
  }
}
