import { createRoute } from "@hono/zod-openapi";
import type { QueryKeys } from "../../auth/authenticator.ts";
import {
  approvalDetailSchema,
  approvalPageSchema,
  approvalParams,
  approvalSchema,
  identityQuery,
  listQuery,
  problemSchema,
  voteBody,
  voteHeaders,
} from "./schemas.ts";

function answers(description: string) {
  return { description, content: { "application/problem+json": { schema: problemSchema } } } as const;
}

const CHALLENGE = {
  "WWW-Authenticate": {
    description: "The scheme by which programs say who calls (RFC 9110 §11.6.1).",
    required: true,
    schema: { type: "string" },
  },
} as const;
const UNPROVEN = {
  ...answers("Who calls could not be taken for whom it says; `detail` says why."),
  headers: CHALLENGE,
};
const BAD_REQUEST = answers("The request is not valid; `field` names what is at fault.");
const NOT_YET = answers(
  "The approvals have not been read yet, or who calls cannot be checked: the API server is away.",
);
const NOT_FOUND = answers("There is no such approval.");

export const listApprovalsRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals",
    operationId: "listApprovals",
    summary: "Lists approvals",
    request: { query: listQuery(keys) },
    responses: {
      200: {
        description: "One page of approvals, from the watched cache.",
        content: { "application/json": { schema: approvalPageSchema } },
      },
      400: BAD_REQUEST,
      401: UNPROVEN,
      503: NOT_YET,
    },
  });

export const showApprovalRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals/{namespace}/{name}",
    operationId: "showApproval",
    summary: "Shows one approval",
    request: { params: approvalParams, query: identityQuery(keys) },
    responses: {
      200: {
        description: "The approval, from the watched cache.",
        content: { "application/json": { schema: approvalDetailSchema } },
      },
      400: BAD_REQUEST,
      401: UNPROVEN,
      404: NOT_FOUND,
      503: NOT_YET,
    },
  });

export const showVotesRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals/{namespace}/{name}/votes",
    operationId: "showVotes",
    summary: "Leads to the approval, which has its votes",
    request: { params: approvalParams, query: identityQuery(keys) },
    responses: {
      303: { description: "The approval is at `Location`." },
      400: BAD_REQUEST,
      401: UNPROVEN,
      404: NOT_FOUND,
      503: NOT_YET,
    },
  });

export const castVoteRoute = (keys: QueryKeys) =>
  createRoute({
    method: "post",
    path: "/api/v1/approvals/{namespace}/{name}/votes",
    operationId: "castVote",
    summary: "Approves or rejects",
    request: {
      params: approvalParams,
      query: identityQuery(keys),
      headers: voteHeaders,
      body: { required: true, content: { "application/json": { schema: voteBody } } },
    },
    responses: {
      200: {
        description: "The same operation had recorded this vote before; the approval as it now stands.",
        content: { "application/json": { schema: approvalSchema } },
      },
      201: {
        description: "The vote is recorded; the approval as it now stands.",
        content: { "application/json": { schema: approvalSchema } },
      },
      400: BAD_REQUEST,
      401: {
        ...answers("Nobody is signed in, or not who it says; `detail` says how a program says who calls."),
        headers: CHALLENGE,
      },
      403: answers("The approval asks others, or another site sent the request."),
      404: NOT_FOUND,
      409: answers("Decided already, voted already, or changed since it was shown; `approval` shows it."),
      413: answers("The body is beyond 16 KiB."),
      415: answers("The body is not application/json."),
      422: answers("The `Idempotency-Key` is that of a recorded vote which says something else."),
      503: answers(
        "The vote is not recorded (`#vote-not-recorded`), that is not known (`#vote-not-known`), or who calls cannot be checked (`#unavailable`).",
      ),
    },
  });

/** As they are listed. */
export const API_ROUTES = [listApprovalsRoute, showApprovalRoute, showVotesRoute, castVoteRoute] as const;
