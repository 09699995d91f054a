import { badRequest } from "../api-error.ts";
import { type JsonObject, objectAt } from "../json-value.ts";
import { applyDefaults } from "../schema/field-defaulting.ts";
import { pruneFields } from "../schema/field-pruning.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import { validateSchema } from "../schema/schema-validation.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { WriteRequest } from "./write-request.ts";

type Nulls = "drop" | "keep";

export interface Conformed {
  readonly json: JsonObject;
  readonly warnings: readonly string[];
}

/**
 * Brings an object into the shape of its type: the right `apiVersion` and `kind`, unknown fields dropped, defaults
 * filled in. A `null` that an admission hook put somewhere can be kept, for the validation to refuse.
 * Throws 400 for another kind of object, and for unknown fields when `fieldValidation` is `Strict`.
 */
export function conformObject(object: JsonObject, request: WriteRequest, nulls: Nulls = "drop"): Conformed {
  const { json, warnings } = pruneObject(object, request, nulls);
  return { json: applyDefaults(json, request.version.schema), warnings };
}

/** As `conformObject`, without filling in defaults. */
export function pruneObject(object: JsonObject, request: WriteRequest, nulls: Nulls = "drop"): Conformed {
  const { version, fieldValidation } = request;
  const { json, dropped } = pruneFields(withType(object, request), version.schema, nulls);
  const unknown = dropped.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (fieldValidation === "Strict" && unknown.length > 0) {
    throw badRequest(`strict decoding error: ${unknown.join(", ")}`);
  }
  checkDecodable(json, request);
  return { json, warnings: fieldValidation === "Warn" ? unknown : [] };
}

/** Checks `apiVersion` and `kind`, which only an object of a built-in type may leave out; puts them first. */
function withType(object: JsonObject, { type, version }: WriteRequest): JsonObject {
  const expected = { apiVersion: apiVersionOf(type.group, version.name), kind: type.kind };
  const { apiVersion, kind, metadata: _metadata, ...rest } = object;
  if (type.custom && (kind === undefined || kind === "")) {
    throw badRequest(`Object 'Kind' is missing in ${JSON.stringify(object).slice(0, 200)}`);
  }
  const isOther = (given: unknown, wanted: string): boolean =>
    given !== undefined && given !== "" && given !== wanted;
  if (isOther(apiVersion, expected.apiVersion) || isOther(kind, expected.kind)) {
    throw badRequest(
      `the object provided is of ${String(apiVersion)}, Kind=${String(kind)}, but ${expected.apiVersion}, Kind=${expected.kind} was expected`,
    );
  }
  return { ...expected, metadata: objectAt(object, "metadata"), ...rest };
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
