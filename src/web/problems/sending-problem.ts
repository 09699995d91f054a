import type { ApprovalRef, SendAgainError } from "../../approvals/approvals.ts";
import { HttpProblem } from "./http-problem.ts";
import { NOT_DONE, problemOfRecord } from "./record-problem.ts";

/** The one place where an answer of `sendAgain` becomes a status: for pages and API alike. */
export function problemOfSending(ref: ApprovalRef, error: SendAgainError): HttpProblem {
  switch (error.kind) {
    case "notFound":
    case "notRecorded":
    case "notKnown":
      return problemOfRecord("sending", ref, error);
    case "nothing":
    case "refused":
      return new HttpProblem("sending-refused", `${error.message} ${NOT_DONE.sending}`, {
        extensions: { approval: error.approval },
      });
  }
}
