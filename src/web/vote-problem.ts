import type { ApprovalRef, CastVoteError, NotRecordedReason } from "../approvals/approvals.ts";
import type { Right } from "../approvals/access/rights.ts";
import type { ApiAuthenticator } from "../auth/authenticator.ts";
import { HttpProblem } from "./problems/http-problem.ts";

/** A refusal of the API server lasts until somebody mends its cause. */
export const RETRY_AFTER_SECONDS: Readonly<Record<NotRecordedReason, string>> = {
  ApiServerAway: "5",
  ApiServerRefuses: "60",
  Overtaken: "1",
  TooManyWaiting: "2",
};

/** The one place where an answer of `castVote` becomes a status: for pages and API alike. */
export function problemOfVote(ref: ApprovalRef, error: CastVoteError): HttpProblem {
  switch (error.kind) {
    case "notFound":
      return approvalNotFound(ref);
    case "refused": {
      const kind = error.refusal === "NotEntitled" ? "not-entitled" : "vote-refused";
      const extensions = { reason: error.refusal, approval: error.approval };
      return new HttpProblem(kind, `${error.message} The vote was not recorded.`, { extensions });
    }
    case "denied":
      return new HttpProblem("not-allowed", `${error.message} The vote was not recorded.`, {
        extensions: { reason: "NotAllowed", approval: error.approval },
      });
    case "changed":
      return new HttpProblem("request-changed", `${error.message} The vote was not recorded.`, {
        extensions: { reason: "RequestChanged", approval: error.approval },
      });
    case "invalid":
      return new HttpProblem("bad-request", `${error.message} The vote was not recorded.`, {
        extensions: { field: error.field },
      });
    case "reused":
      return new HttpProblem("operation-reused", `${error.message} The vote was not recorded.`, {
        extensions: { reason: "OperationReused", approval: error.approval },
      });
    case "notByLink":
      return new HttpProblem("link-refused", `${error.message} The vote was not recorded.`);
    case "notRecorded":
      return new HttpProblem("vote-not-recorded", `The vote was not recorded. ${error.message}`, {
        extensions: { reason: error.reason },
        headers: { "Retry-After": RETRY_AFTER_SECONDS[error.reason] },
      });
    case "notKnown":
      return new HttpProblem("vote-not-known", error.message, {
        extensions: { reason: "NotKnown" },
        headers: { "Retry-After": "5" },
      });
  }
}

export function approvalNotFound({ namespace, name }: ApprovalRef): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no approval "${name}" in the namespace "${namespace}", or none that you may see. An approval is deleted with its pipeline run. Look for it at /api/v1/approvals.`,
  );
}

const NEEDS_NAME: Readonly<Record<Right | "inbox", string>> = {
  view: "Seeing approvals",
  inbox: "A list of what waits for you",
  vote: "A vote",
  cancel: "Cancelling an approval",
  administer: "This page",
};

/** What the authenticator says to nobody; a challenge for programs alone. */
type Asked = Pick<ApiAuthenticator, "advice"> & Partial<Pick<ApiAuthenticator, "challenge">>;

export function notSignedIn(right: keyof typeof NEEDS_NAME, { advice, challenge }: Asked): HttpProblem {
  const what = NEEDS_NAME[right];
  return new HttpProblem(
    "not-signed-in",
    `${what} needs a name, and nobody is signed in. Nothing was changed. ${advice}`,
    challenge === undefined ? {} : { headers: { "WWW-Authenticate": challenge } },
  );
}

/** Before the first list there is no telling what exists: neither empty lists nor "not found" would be true. */
export function notYetConnected(): HttpProblem {
  return new HttpProblem(
    "unavailable",
    "This server has just started, or its API server does not answer, and it has not read the approvals yet. Try again in a moment.",
    { headers: { "Retry-After": "2" } },
  );
}
