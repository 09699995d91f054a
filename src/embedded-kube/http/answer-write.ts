import { badRequest, methodNotAllowed, unsupportedMediaType } from "../api-error.ts";
import { isJsonObject } from "../json-value.ts";
import { jsonPatch } from "../write/json-patch.ts";
import { mergePatch } from "../write/merge-patch.ts";
import { applyObject } from "../write/object-application.ts";
import { createObject } from "../write/object-creation.ts";
import { type Proposal, replaceObject, updateObject } from "../write/object-update.ts";
import { strategicMergePatch } from "../write/strategic-merge-patch.ts";
import type { ServedType } from "../types/type-registry.ts";
import type { WriteResult } from "../write/write-request.ts";
import { type Answer, answerText } from "./answer.ts";
import { readBody, readObjectBody } from "./request-body.ts";
import {
  APPLY,
  mediaTypeOf,
  readWriteRequest,
  type ResourceExchange,
  type ResourceRequest,
} from "./resource-exchange.ts";

/** Answers POST to a collection. */
export function answerCreate(exchange: ResourceExchange): Answer {
  const { context, request, served } = exchange;
  if (served.type.namespaced && request.path.namespace === undefined) throw methodNotAllowed();
  const body = readObjectBody(request.body, request.contentType);
  return answerResult(exchange, createObject(context, readWriteRequest(exchange), body));
}

/** Answers PUT of an object or its status. */
export function answerReplace(exchange: ResourceExchange, name: string): Answer {
  const { context, request } = exchange;
  const body = readObjectBody(request.body, request.contentType);
  return answerResult(exchange, replaceObject(context, { ...readWriteRequest(exchange), name }, body));
}

/** Answers PATCH of an object or its status. */
export function answerPatch(exchange: ResourceExchange, name: string): Answer {
  const { context, request, served } = exchange;
  const target = { ...readWriteRequest(exchange), name };
  const force = request.query.get("force");
  if (mediaTypeOf(request) === APPLY) {
    const configuration = readObjectBody(request.body, request.contentType);
    return answerResult(exchange, applyObject(context, target, configuration, force === "true"));
  }
  if (force !== null) throw badRequest("force: Forbidden: may not be specified for non-apply patch");
  return answerResult(exchange, updateObject(context, target, readPatch(request, served)));
}

const PATCHES_OF_ALL = ["application/json-patch+json", "application/merge-patch+json", APPLY];

function readPatch(request: ResourceRequest, { type: { custom }, version }: ServedType): Proposal {
  const type = mediaTypeOf(request);
  const patch = readBody(request.body, request.contentType);
  if (type === "application/json-patch+json") return (current) => jsonPatch(current, patch);
  if (!isJsonObject(patch)) throw badRequest("the patch is not an object");
  if (type === "application/merge-patch+json") return (current) => mergePatch(current, patch);
  if (type === "application/strategic-merge-patch+json" && !custom) {
    return (current) => strategicMergePatch(current, patch, version.schema);
  }
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${PATCHES_OF_ALL.join(", ")}; got ${type}`,
  );
}

function answerResult(
  { representation }: ResourceExchange,
  { object, created, warnings }: WriteResult,
): Answer {
  return answerText(representation.encodeObject(object), created ? 201 : 200, warnings);
}
