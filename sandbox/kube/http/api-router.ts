import { ApiError, PathNotFound } from "../api-error.ts";
import { answerAccess, requireAccess } from "./access-endpoint.ts";
import { type Answer, answerError, answerJson } from "./answer.ts";
import { discover } from "./discovery.ts";
import { describeApi } from "./openapi.ts";
import { describeRequest } from "./request-description.ts";
import { readResourcePath } from "./request-path.ts";
import { answerResource } from "./resource-endpoint.ts";
import type { EndpointContext, ResourceRequest } from "./resource-exchange.ts";

/** A request whose body is read and whose caller is known. */
export interface ApiRequest extends Omit<ResourceRequest, "path"> {
  readonly path: string;
}

const VERSION = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.3+embedded",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "none",
  compiler: "none",
  platform: `${process.platform}/${process.arch}`,
};

const TEXT = "text/plain; charset=utf-8";
const HEALTH = new Set(["/livez", "/readyz", "/healthz"]);

/** True for paths that are answered without a token. */
export function isOpenPath(path: string): boolean {
  return path === "/version" || HEALTH.has(path);
}

/** Answers one request; every refusal becomes a `Status`. Anything else that is thrown is a bug and passes through. */
export function answerRequest(context: EndpointContext, request: ApiRequest): Answer {
  try {
    return route(context, request);
  } catch (error) {
    if (error instanceof ApiError) return answerError(error);
    if (error instanceof PathNotFound) return { code: 404, body: `${error.message}\n`, contentType: TEXT };
    throw error;
  }
}

function route(context: EndpointContext, request: ApiRequest): Answer {
  const { path } = request;
  if (HEALTH.has(path)) return { code: 200, body: "ok", contentType: TEXT };
  if (path === "/version") return answerJson(VERSION);
  requireAccess(context, request, describeRequest(request.method, path, request.query));
  const discovered = request.method === "GET" ? discover(context.types, path) : undefined;
  if (discovered !== undefined) return answerJson(discovered);
  const described = describeApi(context.types, path);
  if (described !== undefined) return answerJson(described);
  const resource = readResourcePath(path);
  if (resource === undefined) throw new PathNotFound();
  const resourceRequest = { ...request, path: resource };
  return answerAccess(context, resourceRequest) ?? answerResource(context, resourceRequest);
}
