import { badRequest, invalid, invalidOptions, methodNotAllowed, unsupportedMediaType } from "../api-error.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import { jsonPatch } from "../write/json-patch.ts";
import { mergePatch } from "../write/merge-patch.ts";
import { applyObject } from "../write/object-application.ts";
import { createObject } from "../write/object-creation.ts";
import { type Proposal, replaceObject, updateObject } from "../write/object-update.ts";
import { strategicMergePatch } from "../write/strategic-merge-patch.ts";
import type { ServedType } from "../types/type-registry.ts";
import { kindSubjectOf, type ObjectRequest, type WriteResult } from "../write/write-request.ts";
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
  if (force !== null) throw invalidOptions("PatchOptions", FORCE_FORBIDDEN);
  const patch = readPatch(request, served);
  const propose: Proposal = (current) => refuseOtherVersion(patch(current), current, target);
  return answerResult(exchange, updateObject(context, target, propose));
}

const FORCE_FORBIDDEN = {
  reason: "FieldValueForbidden",
  field: "force",
  message: "Forbidden: may not be specified for non-apply patch",
};

/** A patch may not turn an object into one of another version; a body of another version is refused elsewhere. */
function refuseOtherVersion(
  patched: JsonObject,
  { apiVersion }: JsonObject,
  target: ObjectRequest,
): JsonObject {
  if (patched["apiVersion"] === apiVersion) return patched;
  const message = `Invalid value: ${JSON.stringify(patched["apiVersion"])}: must be ${String(apiVersion)}`;
  throw invalid(kindSubjectOf(target, target.name), [
    { reason: "FieldValueInvalid", field: "apiVersion", message },
  ]);
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
    `the body of the request was in an unknown format - accepted media types include: ${PATCHES_OF_ALL.join(", ")}`,
  );
}

function answerResult(
  { representation }: ResourceExchange,
  { object, created, warnings }: WriteResult,
): Answer {
  return answerText(representation.encodeObject(object), created ? 201 : 200, warnings);
}
