import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ListFilter } from "../../approvals/approvals.ts";
import type { ApiAuthenticator } from "../../auth/authenticator.ts";
import type { Principal } from "../../auth/principal.ts";
import { approvalPath } from "../../objects/approval/approval-url.ts";
import { problemOfCancel } from "../problems/cancel-problem.ts";
import { checkOrigin } from "../guards/check-origin.ts";
import { parseJsonBody } from "../guards/parse-json.ts";
import { requireContentType } from "../guards/require-content-type.ts";
import { HttpProblem } from "../problems/http-problem.ts";
import type { ReadingSide } from "../reading-side.ts";
import { readRef } from "../read-ref.ts";
import { problemOfSending } from "../problems/sending-problem.ts";
import { notSignedIn } from "../problems/not-signed-in.ts";
import { approvalNotFound, notYetConnected } from "../problems/reading-problem.ts";
import { problemOfVote } from "../problems/vote-problem.ts";
import type { WebEnv } from "../web-env.ts";
import type { WritingSide } from "../writing-side.ts";
import { explainInvalid } from "./explain-invalid.ts";
import {
  cancelRoute,
  castVoteRoute,
  listApprovalsRoute,
  sendAgainRoute,
  showApprovalRoute,
  showVotesRoute,
} from "./routes.ts";

export interface ApiOptions extends WritingSide {
  readonly baseUrl: URL;
  readonly version: string;
  /** What reading needs; the handlers of GET get nothing that could write. */
  readonly approvals: ReadingSide;
  readonly authenticator: Pick<ApiAuthenticator, "advice" | "challenge" | "httpScheme" | "query">;
}

type ApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

export interface Api {
  readonly api: OpenAPIHono<WebEnv>;
  /** OpenAPI 3.1, as served under `/api/openapi.json`. */
  readonly document: ApiDocument;
}

/** The JSON API and its description. Errors are thrown as `HttpProblem`; the server answers them. */
export function createApi(options: ApiOptions): Api {
  const api = new OpenAPIHono<WebEnv>({
    defaultHook: (result) => {
      if (!result.success) throw explainInvalid(result.target, result.error);
    },
  });
  routeReads(api, options);
  routeVotes(api, options);
  routeCancels(api, options);
  routeSendings(api, options);
  const document = describeApi(api, options);
  api.get("/api/openapi.json", (c) => c.json(document));
  return { api, document };
}

function describeApi(
  api: OpenAPIHono<WebEnv>,
  { version, baseUrl, authenticator, approvals }: ApiOptions,
): ApiDocument {
  const scheme = authenticator.httpScheme;
  if (scheme !== undefined) {
    api.openAPIRegistry.registerComponent("securitySchemes", scheme, { type: "http", scheme });
  }
  return api.getOpenAPI31Document({
    // Where reading may be done without, the first is none.
    ...(scheme !== undefined && {
      security: [...(approvals.needsName ? [] : [{}]), { [scheme]: [] }],
    }),
    openapi: "3.1.0",
    info: { title: "Countersign", version, description: "Approvals that Tekton pipelines wait for." },
    servers: [{ url: baseUrl.origin }],
  });
}

function routeReads(api: OpenAPIHono<WebEnv>, { approvals, authenticator }: ApiOptions): void {
  api.openapi(listApprovalsRoute(authenticator.query), (c) => {
    if (approvals.freshness().lastContactMs === undefined) throw notYetConnected();
    const { waitsFor, ...query } = c.req.valid("query");
    const voter = waitsFor === undefined ? undefined : voterOf(c, authenticator, "inbox");
    const page = approvals
      .seenBy(c.get("principal"))
      .list({ ...toFilter(query), ...(voter && { waitsFor: voter }) });
    if (!page.ok) {
      throw new HttpProblem(
        "bad-request",
        `The query key \`cursor\` is not valid: ${page.error} Start again without it.`,
        {
          extensions: { field: "cursor" },
        },
      );
    }
    return c.json(page.value, 200);
  });
  api.openapi(showApprovalRoute(authenticator.query), (c) => {
    const ref = readRef(c.req.valid("param"));
    const approval = approvals.seenBy(c.get("principal")).find(ref);
    if (approval === undefined) {
      throw approvals.freshness().lastContactMs === undefined ? notYetConnected() : approvalNotFound(ref);
    }
    return c.json(approval, 200);
  });
  api.openapi(showVotesRoute(authenticator.query), (c) => {
    const ref = readRef(c.req.valid("param"));
    return c.redirect(`/api/v1${approvalPath(ref)}`, 303);
  });
}

/** Before the body of a write is read as what it is described: who sends it, from where, and whether it is JSON. */
function checkWrite({ baseUrl, authenticator }: ApiOptions, right: "vote" | "cancel" | "administer") {
  return async (c: Context<WebEnv>, next: () => Promise<void>): Promise<void> => {
    readRef({ namespace: c.req.param("namespace") ?? "", name: c.req.param("name") ?? "" });
    checkOrigin(c, { baseUrl, acceptOpaque: false });
    voterOf(c, authenticator, right);
    requireContentType(c, "application/json");
    await parseJsonBody(c);
    await next();
  };
}

function routeCancels(api: OpenAPIHono<WebEnv>, options: ApiOptions): void {
  const { cancel, authenticator } = options;
  const route = cancelRoute(authenticator.query);
  api.post(route.getRoutingPath(), checkWrite(options, "cancel"));
  api.openapi(route, async (c) => {
    const ref = readRef(c.req.valid("param"));
    const { reason, digest } = c.req.valid("json");
    const answer = await cancel({
      ref,
      by: voterOf(c, authenticator, "cancel"),
      reason,
      ...(digest === undefined ? {} : { digest }),
      ...operationOf(c.req.valid("header")),
      via: "api",
    });
    if (!answer.ok) throw problemOfCancel(ref, answer.error);
    const { approval, repeated } = answer.value;
    return repeated ? c.json(approval, 200) : c.json(approval, 201);
  });
}

function routeSendings(api: OpenAPIHono<WebEnv>, options: ApiOptions): void {
  const { sendAgain, authenticator } = options;
  const route = sendAgainRoute(authenticator.query);
  api.post(route.getRoutingPath(), checkWrite(options, "administer"));
  api.openapi(route, async (c) => {
    const ref = readRef(c.req.valid("param"));
    const { key } = c.req.valid("json");
    const answer = await sendAgain({ ref, by: voterOf(c, authenticator, "administer"), key });
    if (!answer.ok) throw problemOfSending(ref, answer.error);
    return c.json(answer.value.approval, 202);
  });
}

function routeVotes(api: OpenAPIHono<WebEnv>, options: ApiOptions): void {
  const { castVote, authenticator } = options;
  const route = castVoteRoute(authenticator.query);
  api.post(route.getRoutingPath(), checkWrite(options, "vote"));
  api.openapi(route, async (c) => {
    const ref = readRef(c.req.valid("param"));
    const { decision, comment, digest, attempt } = c.req.valid("json");
    const voter = voterOf(c, authenticator, "vote");
    const answer = await castVote({
      ref,
      voter,
      decision,
      comment: comment ?? "",
      ...(digest === undefined ? {} : { digest }),
      ...(attempt === undefined ? {} : { attempt }),
      ...operationOf(c.req.valid("header")),
      via: "api",
    });
    if (!answer.ok) throw problemOfVote(ref, answer.error, voter);
    const { approval, repeated } = answer.value;
    return repeated ? c.json(approval, 200) : c.json(approval, 201);
  });
}

function voterOf(
  c: Context<WebEnv>,
  authenticator: ApiOptions["authenticator"],
  what: Parameters<typeof notSignedIn>[0],
): Principal {
  const principal = c.get("principal");
  if (principal === undefined) throw notSignedIn(what, authenticator);
  return principal;
}

function operationOf({ "idempotency-key": key }: { readonly "idempotency-key"?: string | undefined }): {
  readonly operation?: string;
} {
  return key === undefined ? {} : { operation: unquote(key) };
}

/** The header is a string of structured fields, in quotes (draft-ietf-httpapi-idempotency-key-header); most leave them out. */
function unquote(text: string): string {
  return /^"(?<text>[^"]*)"$/u.exec(text)?.groups?.["text"] ?? text;
}

/** Who calls is in the query too, and narrows nothing. */
function toFilter(query: { readonly [Key in keyof ListFilter]: ListFilter[Key] | undefined }): ListFilter {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
