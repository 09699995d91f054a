import { createRoute, type z } from "@hono/zod-openapi";
import type { QueryKeys } from "../../auth/authenticator.ts";
import {
  BAD_REQUEST,
  NOBODY,
  NOT_FOUND,
  NOT_YET,
  REFUSED_CANCELS,
  REFUSED_SENDINGS,
  REFUSED_VOTES,
  TAG,
  TOO_MANY,
  UNCHANGED,
} from "./described-answers.ts";
import {
  APPROVAL_EXAMPLE,
  CANCEL_EXAMPLE,
  CANCELLED_EXAMPLE,
  DECIDED_EXAMPLE,
  DETAIL_EXAMPLE,
  NOTICE_EXAMPLE,
  PAGE_EXAMPLE,
  VOTE_EXAMPLE,
} from "./examples.ts";
import {
  approvalParams,
  cancelBody,
  identityQuery,
  listQuery,
  readHeaders,
  sendAgainBody,
  voteBody,
  writeHeaders,
} from "./request-schemas.ts";
import { approvalDetailSchema, approvalPageSchema, approvalSchema } from "./schemas.ts";

export const listApprovalsRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals",
    operationId: "listApprovals",
    summary: "Lists approvals",
    request: { query: listQuery(keys), headers: readHeaders },
    responses: {
      200: {
        description: "One page of approvals, from the watched cache.",
        headers: TAG,
        content: { "application/json": { schema: approvalPageSchema, example: PAGE_EXAMPLE } },
      },
      304: UNCHANGED,
      400: BAD_REQUEST,
      401: NOBODY,
      429: TOO_MANY,
      503: NOT_YET,
    },
  });

export const showApprovalRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals/{namespace}/{name}",
    operationId: "showApproval",
    summary: "Shows one approval",
    request: { params: approvalParams, query: identityQuery(keys), headers: readHeaders },
    responses: {
      200: {
        description: "The approval, from the watched cache.",
        headers: TAG,
        content: { "application/json": { schema: approvalDetailSchema, example: DETAIL_EXAMPLE } },
      },
      304: UNCHANGED,
      400: BAD_REQUEST,
      401: NOBODY,
      404: NOT_FOUND,
      429: TOO_MANY,
      503: NOT_YET,
    },
  });

export const showVotesRoute = (keys: QueryKeys) =>
  createRoute({
    method: "get",
    path: "/api/v1/approvals/{namespace}/{name}/votes",
    operationId: "showVotes",
    summary: "Redirects to the approval, which has its votes",
    request: { params: approvalParams, query: identityQuery(keys) },
    responses: {
      303: { description: "The approval is at `Location`." },
      400: BAD_REQUEST,
      401: NOBODY,
      404: NOT_FOUND,
      429: TOO_MANY,
      503: NOT_YET,
    },
  });

/** What a write is sent. */
function jsonBody<Schema extends z.ZodType>(schema: Schema, example: unknown) {
  return {
    description: "One JSON object, of 65,536 bytes at most.",
    required: true,
    content: { "application/json": { schema, example } },
  };
}

/** What a write is answered that is recorded. */
function asItStands(what: string, example: unknown) {
  return {
    description: `${what}; the approval as it now stands.`,
    content: { "application/json": { schema: approvalSchema, example } },
  };
}

export const castVoteRoute = (keys: QueryKeys) =>
  createRoute({
    method: "post",
    path: "/api/v1/approvals/{namespace}/{name}/votes",
    operationId: "castVote",
    summary: "Approves or rejects",
    request: {
      params: approvalParams,
      query: identityQuery(keys),
      headers: writeHeaders,
      body: jsonBody(voteBody, VOTE_EXAMPLE),
    },
    responses: {
      200: asItStands("The same operation had recorded this vote before", DECIDED_EXAMPLE),
      201: asItStands("The vote is recorded", DECIDED_EXAMPLE),
      400: BAD_REQUEST,
      401: NOBODY,
      404: NOT_FOUND,
      429: TOO_MANY,
      ...REFUSED_VOTES,
    },
  });

export const cancelRoute = (keys: QueryKeys) =>
  createRoute({
    method: "post",
    path: "/api/v1/approvals/{namespace}/{name}/cancel",
    operationId: "cancelApproval",
    summary: "Ends a pending approval; its run ends as cancelled",
    request: {
      params: approvalParams,
      query: identityQuery(keys),
      headers: writeHeaders,
      body: jsonBody(cancelBody, CANCEL_EXAMPLE),
    },
    responses: {
      200: asItStands("The same operation had cancelled it before", CANCELLED_EXAMPLE),
      201: asItStands("It is cancelled, for good", CANCELLED_EXAMPLE),
      400: BAD_REQUEST,
      401: NOBODY,
      404: NOT_FOUND,
      429: TOO_MANY,
      ...REFUSED_CANCELS,
    },
  });

export const sendAgainRoute = (keys: QueryKeys) =>
  createRoute({
    method: "post",
    path: "/api/v1/approvals/{namespace}/{name}/notices",
    operationId: "sendAgain",
    summary: "Sends one message again; for admins",
    request: {
      params: approvalParams,
      query: identityQuery(keys),
      body: jsonBody(sendAgainBody, { key: NOTICE_EXAMPLE.key }),
    },
    responses: {
      202: asItStands("The message waits to be sent again", APPROVAL_EXAMPLE),
      400: BAD_REQUEST,
      401: NOBODY,
      404: NOT_FOUND,
      429: TOO_MANY,
      ...REFUSED_SENDINGS,
    },
  });

/** As they are listed. */
export const API_ROUTES = [
  listApprovalsRoute,
  showApprovalRoute,
  showVotesRoute,
  castVoteRoute,
  cancelRoute,
  sendAgainRoute,
] as const;
