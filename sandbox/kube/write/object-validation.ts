import type { Cause } from "../api-error.ts";
import { type JsonObject, objectAt } from "../json-value.ts";
import { hasRules, validateRules } from "../schema/cel-validation.ts";
import { validateSchema } from "../schema/schema-validation.ts";
import type { ServedType } from "../types/type-registry.ts";
import { validateMetadata } from "./metadata-validation.ts";
import { validateByType } from "./type-strategy.ts";

/** With one of these, CEL rules could not rely on the shape of the object, so they are not run. */
const BLOCKING = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

const RULES_NOT_RUN: Cause = {
  reason: "FieldValueInvalid",
  field: "<nil>",
  message:
    "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
};

/** Finds what is wrong with an object that is about to be stored; `old` is what it replaces. */
export function validateObject({ type, version }: ServedType, object: JsonObject, old?: JsonObject): Cause[] {
  const causes = [
    ...validateMetadata(objectAt(object, "metadata"), type.names),
    ...validateByType(type, object),
  ];
  const { schema } = version;
  causes.push(...validateSchema(object, schema, "", old));
  const isBlocked = causes.some(({ reason }) => BLOCKING.has(reason));
  if (!isBlocked) return [...causes, ...validateRules(object, schema, old)];
  return hasRules(schema) ? [...causes, RULES_NOT_RUN] : causes;
}
