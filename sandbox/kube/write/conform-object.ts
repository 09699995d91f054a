import { badRequest, invalid } from "../api-error.ts";
import { type JsonObject, objectAt, stringAt } from "../json-value.ts";
import { applyDefaults } from "../schema/field-defaulting.ts";
import { type Pruned, pruneFields } from "../schema/field-pruning.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import { validateSchema } from "../schema/schema-validation.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { WriteRequest } from "./write-request.ts";

type Nulls = "drop" | "keep";

export interface Conformed {
  readonly json: JsonObject;
  /** For `Warning` headers. */
  readonly warnings: readonly string[];
}

/**
 * Brings an object into the shape of its type: the right `apiVersion` and `kind`, unknown fields dropped, defaults
 * filled in. A `null` that an admission hook put somewhere can be kept, for the validation to refuse.
 * Throws 400 for another kind of object, and for unknown fields when `fieldValidation` is `Strict`.
 */
export function conformObject(object: JsonObject, request: WriteRequest, nulls: Nulls = "drop"): Conformed {
  const { json, dropped } = pruneObject(object, request, nulls);
  const unknown = dropped.toSorted().map((path) => `unknown field ${JSON.stringify(path)}`);
  if (request.fieldValidation === "Strict" && unknown.length > 0) {
    throw badRequest(`${describeFailure(request)}: strict decoding error: ${unknown.join(", ")}`);
  }
  return {
    json: applyDefaults(json, request.version.schema),
    warnings: request.fieldValidation === "Warn" ? unknown : [],
  };
}

/** As `conformObject`, without filling in defaults, and leaving it to the caller what to make of unknown fields. */
export function pruneObject(object: JsonObject, request: WriteRequest, nulls: Nulls = "drop"): Pruned {
  const pruned = pruneFields(withType(object, request), request.version.schema, nulls);
  checkDecodable(pruned.json, request);
  return pruned;
}

/** Checks `apiVersion` and `kind`, which only an object of a built-in type may leave out; puts them first. */
function withType(object: JsonObject, request: WriteRequest): JsonObject {
  const { type, version } = request;
  const expected = { apiVersion: apiVersionOf(type.group, version.name), kind: type.kind };
  const { apiVersion = expected.apiVersion, kind, metadata: _metadata, ...rest } = object;
  if (type.custom && (kind === undefined || kind === "")) {
    const said = JSON.stringify(object).slice(0, 200);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): Object 'Kind' is missing in '${said}'`,
    );
  }
  if (apiVersion !== expected.apiVersion) {
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected.apiVersion})`,
    );
  }
  if (kind !== undefined && kind !== type.kind) refuseKind(kind, request, object);
  return { ...expected, metadata: objectAt(object, "metadata"), ...rest };
}

function refuseKind(kind: unknown, request: WriteRequest, object: JsonObject): never {
  const { type, version } = request;
  if (!type.custom) {
    throw badRequest(`${String(kind)} in version "${version.name}" cannot be handled as a ${type.kind}`);
  }
  const message = `Invalid value: ${JSON.stringify(kind)}: must be ${type.kind}`;
  const name = stringAt(objectAt(object, "metadata"), "name");
  throw invalid({ group: type.group, kind: String(kind), name }, [
    { reason: "FieldValueInvalid", field: "kind", message },
  ]);
}

/** Metadata, and all of a built-in type, must be of the right JSON types to be decoded at all. */
function checkDecodable(json: JsonObject, request: WriteRequest): void {
  const { type, version } = request;
  const [cause] = [
    ...validateSchema(json["metadata"], OBJECT_META_SCHEMA, "metadata"),
    ...(type.custom ? [] : validateSchema(json, version.schema)),
  ];
  if (cause === undefined) return;
  throw badRequest(`${describeFailure(request)}: ${cause.field}: ${cause.message}`);
}

function describeFailure({ type, version }: WriteRequest): string {
  return `${type.kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${type.kind}`;
}
