import { badRequest } from "../api-error.ts";
import { type JsonObject, objectAt } from "../json-value.ts";
import { applyDefaults } from "../schema/field-defaulting.ts";
import { pruneFields } from "../schema/field-pruning.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { WriteRequest } from "./write-request.ts";

export interface Conformed {
  readonly json: JsonObject;
  readonly warnings: readonly string[];
}

/**
 * Brings an object into the shape of its type: the right `apiVersion` and `kind`, unknown fields dropped, defaults
 * filled in. Throws 400 for another kind of object, and for unknown fields when `fieldValidation` is `Strict`.
 */
export function conformObject(object: JsonObject, request: WriteRequest): Conformed {
  const { type, version, fieldValidation } = request;
  const apiVersion = apiVersionOf(type.group, version.name);
  if (object["kind"] !== type.kind || object["apiVersion"] !== apiVersion) {
    throw badRequest(
      `the object provided is ${String(object["apiVersion"])} ${String(object["kind"])}, but ${apiVersion} ${type.kind} was expected`,
    );
  }
  const { apiVersion: _version, kind, metadata: _metadata, ...rest } = object;
  const ordered = { apiVersion, kind, metadata: objectAt(object, "metadata"), ...rest };
  if (version.schema === undefined) return { json: ordered, warnings: [] };
  const { json, dropped } = pruneFields(ordered, version.schema);
  const unknown = dropped.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (fieldValidation === "Strict" && unknown.length > 0) {
    throw badRequest(`strict decoding error: ${unknown.join(", ")}`);
  }
  return {
    json: applyDefaults(json, version.schema),
    warnings: fieldValidation === "Warn" ? unknown : [],
  };
}
