import { invalidOptions } from "../api-error.ts";
import type { JsonObject } from "../json-value.ts";
import { deleteObject } from "../write/object-deletion.ts";
import { type Answer, answerJson, answerText } from "./answer.ts";
import { listSelected } from "./answer-read.ts";
import { readObjectBody } from "./request-body.ts";
import { readWriteRequest, type ResourceExchange, type ResourceRequest } from "./resource-exchange.ts";

/** Answers DELETE of an object: a success, or the object while something still holds it. */
export function answerDelete(exchange: ResourceExchange, name: string): Answer {
  const { context, request, representation, served } = exchange;
  const target = { ...readWriteRequest(exchange), name };
  const { object, gone } = deleteObject(context, target, readDeleteOptions(request));
  if (!gone) return answerText(representation.encodeObject(object));
  const { group, plural } = served.type;
  return answerJson({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(group === "" ? {} : { group }), kind: plural, uid: object.uid },
  });
}

/** Answers DELETE of a collection: deletes what a list with the same selectors would show, and answers that list. */
export function answerDeleteCollection(exchange: ResourceExchange): Answer {
  const { context, request, representation } = exchange;
  const options = readDeleteOptions(request);
  const page = listSelected(exchange);
  for (const { name, namespace } of page.objects) {
    deleteObject(context, { ...readWriteRequest(exchange), namespace, name }, options);
  }
  return answerText(representation.encodeList(page));
}

const POLICIES: readonly unknown[] = ["Foreground", "Background", "Orphan"];

/** Reads `DeleteOptions` from the body or the query; throws 422 for a policy that does not exist. */
function readDeleteOptions({ body, contentType, query }: ResourceRequest): JsonObject {
  const given = body.length === 0 ? {} : readObjectBody(body, contentType);
  const policy = given["propagationPolicy"] ?? query.get("propagationPolicy");
  if (policy === null || policy === undefined) return given;
  if (POLICIES.includes(policy)) return { ...given, propagationPolicy: policy };
  throw invalidOptions("DeleteOptions", {
    reason: "FieldValueNotSupported",
    field: "propagationPolicy",
    message: `Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
  });
}
