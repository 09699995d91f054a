import { badRequest } from "../api-error.ts";
import { type JsonObject, objectAt } from "../json-value.ts";
import { applyDefaults } from "../schema/field-defaulting.ts";
import { pruneFields } from "../schema/field-pruning.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import { validateSchema } from "../schema/schema-validation.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { WriteRequest } from "./write-request.ts";

export interface Conformed {
  readonly json: JsonObject;
  readonly warnings: readonly string[];
}

/**
 * Brings an object into the shape of its type: the right `apiVersion` and `kind`, unknown fields dropped, defaults
 * filled in. A `null` that an admission hook has put somewhere is kept, for the validation to refuse. Throws 400 for another kind of object, and for unknown fields when `fieldValidation` is `Strict`.
 */
export function conformObject(
  object: JsonObject,
  request: WriteRequest,
  nulls: "drop" | "keep" = "drop",
): Conformed {
  const { type, version, fieldValidation } = request;
  const apiVersion = apiVersionOf(type.group, version.name);
  if (object["kind"] !== type.kind || object["apiVersion"] !== apiVersion) {
    throw badRequest(
      `the object provided is ${String(object["apiVersion"])} ${String(object["kind"])}, but ${apiVersion} ${type.kind} was expected`,
    );
  }
  const { apiVersion: _version, kind, metadata: _metadata, ...rest } = object;
  const ordered = { apiVersion, kind, metadata: objectAt(object, "metadata"), ...rest };
  const { json, dropped } = pruneFields(ordered, version.schema, nulls);
  const unknown = dropped.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (fieldValidation === "Strict" && unknown.length > 0) {
    throw badRequest(`strict decoding error: ${unknown.join(", ")}`);
  }
  checkDecodable(json, request);
  return {
    json: applyDefaults(json, version.schema),
    warnings: fieldValidation === "Warn" ? unknown : [],
  };
}

/** Metadata, and all of a built-in type, must be of the right JSON types to be decoded at all. */
function checkDecodable(json: JsonObject, { type, version }: WriteRequest): void {
  const [cause] = [
    ...validateSchema(json["metadata"], OBJECT_META_SCHEMA, "metadata"),
    ...(type.custom ? [] : validateSchema(json, version.schema)),
  ];
  if (cause === undefined) return;
  throw badRequest(
    `${type.kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${type.kind}: ${cause.field}: ${cause.message}`,
  );
}
