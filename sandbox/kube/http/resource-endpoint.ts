import { methodNotAllowed, notFound, PathNotFound } from "../api-error.ts";
import type { ServedType } from "../types/type-registry.ts";
import type { Answer } from "./answer.ts";
import { answerDelete, answerDeleteCollection } from "./answer-delete.ts";
import { answerRead } from "./answer-read.ts";
import { answerCreate, answerPatch, answerReplace } from "./answer-write.ts";
import { subjectOf } from "../write/write-request.ts";
import { chooseRepresentation } from "./choose-representation.ts";
import type { ResourcePath } from "./request-path.ts";
import type { EndpointContext, ResourceExchange, ResourceRequest } from "./resource-exchange.ts";

/** Answers a request for a resource. Throws `ApiError` for every refusal. */
export function answerResource(context: EndpointContext, request: ResourceRequest): Answer {
  const { path, accept, query } = request;
  const served = context.types.find(path.group, path.version, path.plural);
  if (served === undefined || !isServed(served, path)) throw new PathNotFound();
  if (!hasSubresource(served, path)) throw notFound(subjectOf(served, path.name));
  const representation = chooseRepresentation({ ...served, accept, query, clock: context.clock });
  const exchange = { context, request, served, representation };
  return path.name === undefined ? answerCollection(exchange) : answerObject(exchange, path.name);
}

function answerCollection(exchange: ResourceExchange): Answer {
  switch (exchange.request.method) {
    case "GET":
      return answerRead(exchange);
    case "POST":
      return answerCreate(exchange);
    case "DELETE":
      return answerDeleteCollection(exchange);
    default:
      throw methodNotAllowed();
  }
}

function answerObject(exchange: ResourceExchange, name: string): Answer {
  switch (exchange.request.method) {
    case "GET":
      return answerRead(exchange);
    case "PUT":
      return answerReplace(exchange, name);
    case "PATCH":
      return answerPatch(exchange, name);
    case "DELETE":
      if (exchange.request.path.subresource !== undefined) throw methodNotAllowed();
      return answerDelete(exchange, name);
    default:
      throw methodNotAllowed();
  }
}

function isServed({ type }: ServedType, { namespace, name }: ResourcePath): boolean {
  if (namespace !== undefined && !type.namespaced) return false;
  return name === undefined || !type.namespaced || namespace !== undefined;
}

function hasSubresource({ version }: ServedType, { subresource }: ResourcePath): boolean {
  return subresource === undefined || (subresource === "status" && version.statusSubresource);
}
