// Answers that addresses have in common, as the description of the API has them.
import { explainRefusal } from "../../decision/explain-refusal.ts";
import type { ProblemKind } from "../problems/http-problem.ts";
import { APPROVAL_EXAMPLE, CANCELLED_EXAMPLE, DECIDED_EXAMPLE, problemExample } from "./examples.ts";
import { problemSchema } from "./schemas.ts";

function answers(description: string, example: object) {
  return {
    description,
    content: { "application/problem+json": { schema: problemSchema, example } },
  } as const;
}

const CHALLENGE = {
  "WWW-Authenticate": {
    description: "How programs say who is calling (RFC 9110 §11.6.1).",
    required: true,
    schema: { type: "string" },
  },
} as const;
export const TAG = {
  ETag: {
    description: "Stays the same while there is nothing new to tell; send it as `If-None-Match`.",
    required: true,
    schema: { type: "string" },
  },
} as const;

export const BAD_REQUEST = answers(
  "The request is not valid; `field` names what is at fault.",
  problemExample("bad-request", "The query key `limit` is not a number from 1 to 500.", { field: "limit" }),
);
export const NOBODY = {
  ...answers(
    "Nobody is signed in, or the caller is not who they say; `detail` tells a program how to say who is calling.",
    problemExample("not-signed-in", "A vote needs a name, and nobody is signed in. Nothing was changed."),
  ),
  headers: CHALLENGE,
} as const;
export const NOT_FOUND = answers(
  "There is no such approval, or none that the caller may see.",
  problemExample(
    "not-found",
    'There is no approval "release-7k2vd-approve" in the namespace "shop", or none that you may see.',
  ),
);
export const NOT_YET = answers(
  "The approvals have not been read yet, or the caller cannot be checked: the API server does not answer.",
  problemExample("unavailable", "This server has just started. Try again in a moment."),
);
export const TOO_MANY = {
  ...answers(
    "The caller, or an address without proof of who is calling, has sent too many requests; `Retry-After` says in how many seconds to try again.",
    problemExample(
      "too-many-requests",
      "You have sent more than the 1,200 requests a minute that are answered. Nothing was changed. Try again in 3 seconds.",
    ),
  ),
  headers: {
    "Retry-After": { description: "In seconds.", required: true, schema: { type: "integer" } },
  },
} as const;
export const UNCHANGED = { description: "Nothing is new since the answer whose `ETag` was sent." } as const;

const TOO_LARGE = answers(
  "The body is larger than 64 KiB.",
  problemExample("body-too-large", "More than 65,536 bytes were sent. Nothing was changed."),
);
const NOT_JSON = answers(
  "The body is not application/json.",
  problemExample("unsupported-media-type", "The body has no content type. Nothing was changed."),
);

/** Of a vote alone. */
export const REFUSED_VOTES = {
  403: answers(
    "The approval asks others, the cluster does not let this account vote (`#not-allowed`), or another site sent the request.",
    problemExample("not-entitled", `${explainRefusal("NotEntitled")} The vote was not recorded.`, {
      reason: "NotEntitled",
      approval: APPROVAL_EXAMPLE,
    }),
  ),
  409: answers(
    "Decided already, voted already, or changed since it was shown; `approval` shows it.",
    problemExample("vote-refused", `${explainRefusal("AlreadyDecided")} The vote was not recorded.`, {
      reason: "AlreadyDecided",
      approval: DECIDED_EXAMPLE,
    }),
  ),
  413: TOO_LARGE,
  415: NOT_JSON,
  422: answers(
    "The `Idempotency-Key` belongs to a recorded vote that says something else.",
    problemExample("operation-reused", "Use another key. The vote was not recorded.", {
      reason: "OperationReused",
      approval: DECIDED_EXAMPLE,
    }),
  ),
  503: answers(
    "The vote was not recorded (`#vote-not-recorded`), it is not known whether it was (`#vote-not-known`), or the caller cannot be checked (`#unavailable`).",
    problemExample("vote-not-recorded", "The vote was not recorded. The API server does not answer.", {
      reason: "ApiServerAway",
    }),
  ),
} as const;

function ofCancel(description: string, kind: ProblemKind, detail: string, more: object = {}) {
  return answers(description, problemExample(kind, detail, more, "/cancel"));
}

function ofSending(description: string, kind: ProblemKind, detail: string, more: object = {}) {
  return answers(description, problemExample(kind, detail, more, "/notices"));
}

/** Of a message to be sent again alone. Whoever is no admin gets 404. */
export const REFUSED_SENDINGS = {
  403: ofSending(
    "Another site sent the request.",
    "foreign-origin",
    "The request comes from https://evil.example. Nothing was changed.",
  ),
  409: ofSending(
    "There is no such message, or it cannot be sent again now; `approval` shows the approval.",
    "sending-refused",
    "It is being sent at this moment. The message was not sent again.",
    { approval: APPROVAL_EXAMPLE },
  ),
  413: TOO_LARGE,
  415: NOT_JSON,
  503: ofSending(
    "It was not sent again (`#sending-not-recorded`), it is not known whether it is (`#sending-not-known`), or the caller cannot be checked (`#unavailable`).",
    "sending-not-recorded",
    "The message was not sent again. The API server does not answer.",
    { reason: "ApiServerAway" },
  ),
} as const;

/** Of a cancellation alone. */
export const REFUSED_CANCELS = {
  403: ofCancel(
    "The caller may see the approval, but not cancel it; or another site sent the request.",
    "not-allowed",
    "You may see this approval, but not cancel it. The approval was not cancelled.",
    { reason: "NotAllowed", approval: APPROVAL_EXAMPLE },
  ),
  409: ofCancel(
    "It has ended already, or changed since it was shown; `approval` shows it.",
    "cancel-refused",
    "It is decided: Approved by mary. The approval was not cancelled.",
    { reason: "AlreadyDecided", approval: DECIDED_EXAMPLE },
  ),
  413: TOO_LARGE,
  415: NOT_JSON,
  422: ofCancel(
    "The `Idempotency-Key` belongs to a recorded cancellation for another reason.",
    "operation-reused",
    "This operation was sent before with another reason.",
    { reason: "OperationReused", approval: CANCELLED_EXAMPLE },
  ),
  503: ofCancel(
    "It was not cancelled (`#cancel-not-recorded`), it is not known whether it was (`#cancel-not-known`), or the caller cannot be checked (`#unavailable`).",
    "cancel-not-recorded",
    "The approval was not cancelled. The API server does not answer.",
    { reason: "ApiServerAway" },
  ),
} as const;
