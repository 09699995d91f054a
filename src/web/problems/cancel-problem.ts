import type { ApprovalRef, CancelError } from "../../approvals/approvals.ts";
import { HttpProblem } from "./http-problem.ts";
import { NOT_DONE, problemOfRecord } from "./record-problem.ts";

/** The one place where an answer of `cancel` becomes a status: for pages and API alike. */
export function problemOfCancel(ref: ApprovalRef, error: CancelError): HttpProblem {
  switch (error.kind) {
    case "notFound":
    case "notRecorded":
    case "notKnown":
      return problemOfRecord("cancel", ref, error);
    case "notAllowed":
      return new HttpProblem("not-allowed", `${error.message} ${NOT_DONE.cancel}`, {
        extensions: { reason: "NotAllowed", approval: error.approval },
      });
    case "ended":
      return new HttpProblem("cancel-refused", `${error.message} ${NOT_DONE.cancel}`, {
        extensions: { reason: "AlreadyDecided", approval: error.approval },
      });
    case "changed":
      return new HttpProblem("request-changed", `${error.message} ${NOT_DONE.cancel}`, {
        extensions: { reason: "RequestChanged", approval: error.approval },
      });
    case "invalid":
      return new HttpProblem("bad-request", `${error.message} ${NOT_DONE.cancel}`, {
        extensions: { field: error.field },
      });
    case "reused":
      return new HttpProblem("operation-reused", error.message, {
        extensions: { reason: "OperationReused", approval: error.approval },
      });
  }
}
