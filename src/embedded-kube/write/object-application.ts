import { ApiError, badRequest, invalid, notFound } from "../api-error.ts";
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
  checkConfiguration(request, configuration);
  const application = { ...trackedWrite(context, request), force, scope: scopeOf(request) } as const;
  const apply = (live: JsonObject): JsonObject => applyConfiguration(live, configuration, application);
  const current = context.store.get(request.type, request.namespace, request.name);
  if (current === undefined && request.subresource !== undefined) {
    throw notFound(subjectOf(request, request.name));
  }
  return current === undefined
    ? createObject(context, request, apply({}), "Apply")
    : updateObject(context, request, apply, "Apply");
}

/** Unlike other writes, an apply may not name a field that the schema does not know; the API server answers 500. */
function readConfiguration(request: ObjectRequest, body: JsonObject): JsonObject {
  const { json, dropped } = pruneObject(body, request);
  if (dropped.length === 0) return json;
  const { namespace, name, type, version } = request;
  const subject = `${namespace}/${name}; ${apiVersionOf(type.group, version.name)}, Kind=${type.kind}`;
  const why = dropped.map((path) => `.${path}: field not declared in schema`).join(", ");
  throw new ApiError({
    code: 500,
    reason: "InternalError",
    message: `failed to create typed patch object (${subject}): ${why}`,
  });
}

function requireManager({ manager }: ObjectRequest): void {
  if (manager !== "") return;
  const message = "Required value: is required for apply patch";
  throw invalid({ group: "meta.k8s.io", kind: "PatchOptions", name: "" }, [
    { reason: "FieldValueRequired", field: "fieldManager", message },
  ]);
}

function checkConfiguration(request: ObjectRequest, configuration: JsonObject): void {
  const metadata = objectAt(configuration, "metadata");
  if (metadata["managedFields"] !== undefined) throw badRequest("metadata.managedFields must be nil");
  const name = stringAt(metadata, "name");
  if (name !== undefined && name !== request.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${request.name})`);
  }
}

function scopeOf({ subresource, version }: ObjectRequest): "status" | "allButStatus" | "all" {
  if (subresource === "status") return "status";
  return version.statusSubresource ? "allButStatus" : "all";
}
