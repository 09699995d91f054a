import { badRequest, internalError, invalidOptions, notFound } from "../api-error.ts";
import { applyConfiguration } from "../apply/apply-configuration.ts";
import { type JsonObject, objectAt, stringAt } from "../json-value.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import { pruneObject } from "./conform-object.ts";
import { createObject } from "./object-creation.ts";
import { updateObject } from "./object-update.ts";
import { type ObjectRequest, subjectOf, type WriteResult } from "./write-request.ts";
import { trackedWrite, type WriterContext } from "./writer-context.ts";

/**
 * Applies a configuration ("Server-Side Apply"), creating the object when there is none.
 * Throws 400, 404 for the status of a missing object, 409 on a conflict with other managers, or 422.
 */
export function applyObject(
  context: WriterContext,
  request: ObjectRequest,
  body: JsonObject,
  force: boolean,
): WriteResult {
  requireManager(request);
  const configuration = readConfiguration(request, body);
  if (objectAt(configuration, "metadata")["managedFields"] !== undefined) {
    throw badRequest("metadata.managedFields must be nil");
  }
  const application = { ...trackedWrite(context, request), force, scope: scopeOf(request) } as const;
  const apply = (live: JsonObject): JsonObject => applyConfiguration(live, configuration, application);
  const current = context.store.get(request.type, request.namespace, request.name);
  if (current === undefined && request.subresource !== undefined) {
    throw notFound(subjectOf(request, request.name));
  }
  if (current !== undefined) return updateObject(context, request, apply, "Apply");
  checkName(request, configuration);
  return createObject(context, request, apply({}), "Apply");
}

/** Unlike other writes, an apply may not name a field that the schema does not know; the API server answers 500. */
function readConfiguration(request: ObjectRequest, body: JsonObject): JsonObject {
  const given = `${String(body["apiVersion"])}, Kind=${String(body["kind"])}`;
  if (given !== typeOf(request)) throw badRequest(`invalid object type: ${given}`);
  const { json, dropped } = pruneObject(body, request);
  if (dropped.length === 0) return json;
  const { name, namespace = "" } = objectAt(json, "metadata");
  const subject = `${String(namespace)}/${String(name)}; ${typeOf(request)}`;
  const why = dropped.map((path) => `.${path}: field not declared in schema`).join(", ");
  throw internalError(`failed to create typed patch object (${subject}): ${why}`);
}

function typeOf({ type, version }: ObjectRequest): string {
  return `${apiVersionOf(type.group, version.name)}, Kind=${type.kind}`;
}

function requireManager({ manager }: ObjectRequest): void {
  if (manager !== "") return;
  const message = "Required value: is required for apply patch";
  throw invalidOptions("PatchOptions", { reason: "FieldValueRequired", field: "fieldManager", message });
}

function checkName(request: ObjectRequest, configuration: JsonObject): void {
  const name = stringAt(objectAt(configuration, "metadata"), "name");
  if (name === undefined || name === request.name) return;
  throw badRequest(`the name of the object (${name}) does not match the name on the URL (${request.name})`);
}

function scopeOf({ subresource, version }: ObjectRequest): "status" | "allButStatus" | "all" {
  if (subresource === "status") return "status";
  return version.statusSubresource ? "allButStatus" : "all";
}
