import type { Cause } from "../api-error.ts";
import { type JsonObject, objectAt } from "../json-value.ts";
import { validateSchema } from "../schema/schema-validation.ts";
import type { ServedVersion } from "../types/resource-type.ts";
import { validateMetadata } from "./metadata-validation.ts";

/** Finds what is wrong with an object that is about to be stored; `old` is what it replaces. */
export function validateObject(version: ServedVersion, object: JsonObject, _old?: JsonObject): Cause[] {
  const causes = validateMetadata(objectAt(object, "metadata"));
  if (version.schema !== undefined) causes.push(...validateSchema(object, version.schema));
  return causes;
}
