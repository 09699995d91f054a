import type { ApprovalRef, CastVoteError } from "../../approvals/approvals.ts";
import { describeIssuer } from "../../auth/issuer.ts";
import type { Principal } from "../../auth/principal.ts";
import { HttpProblem } from "./http-problem.ts";
import { NOT_DONE, problemOfRecord } from "./record-problem.ts";

/**
 * The one place where an answer of `castVote` becomes a status: for pages and API alike. A page shows beside it by which means
 * the voter is known.
 */
export function problemOfVote(ref: ApprovalRef, error: CastVoteError, voter?: Principal): HttpProblem {
  switch (error.kind) {
    case "notFound":
    case "notRecorded":
    case "notKnown":
      return problemOfRecord("vote", ref, error);
    case "refused": {
      const isStranger = error.refusal === "NotEntitled";
      const extensions = { reason: error.refusal, approval: error.approval };
      const known = isStranger && voter ? ` How you are known: ${describeIssuer(voter.issuer)}.` : "";
      const detail = `${error.message}${known} ${NOT_DONE.vote}`;
      return new HttpProblem(isStranger ? "not-entitled" : "vote-refused", detail, { extensions });
    }
    case "denied":
      return new HttpProblem("not-allowed", `${error.message} ${NOT_DONE.vote}`, {
        extensions: { reason: "NotAllowed", approval: error.approval },
      });
    case "changed":
      return new HttpProblem("request-changed", `${error.message} ${NOT_DONE.vote}`, {
        extensions: { reason: "RequestChanged", approval: error.approval },
      });
    case "invalid":
      return new HttpProblem("bad-request", `${error.message} ${NOT_DONE.vote}`, {
        extensions: { field: error.field },
      });
    case "reused":
      return new HttpProblem("operation-reused", `${error.message} ${NOT_DONE.vote}`, {
        extensions: { reason: "OperationReused", approval: error.approval },
      });
    case "notByLink":
      return new HttpProblem("link-refused", `${error.message} ${NOT_DONE.vote}`);
  }
}
