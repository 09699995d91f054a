import type { Schema } from "../crds/schema.ts";
import type { Problem } from "./problem.ts";

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const IS_OF_TYPE = {
  object: isObject,
  array: (value: unknown): boolean => Array.isArray(value),
  string: (value: unknown): boolean => typeof value === "string",
  integer: (value: unknown): boolean => Number.isInteger(value),
  boolean: (value: unknown): boolean => typeof value === "boolean",
} as const;

/**
 * Compares a value with a schema: other types, and fields that the small Tekton does not know. They are refused and not
 * ignored, because a pipeline that runs here without them would run otherwise on a real Tekton.
 */
export function checkShape(value: unknown, schema: Schema, path: string): readonly Problem[] {
  // Go leaves a field as it is when it reads `null` into it.
  if (value === undefined || value === null) return [];
  if (schema.type !== undefined && !IS_OF_TYPE[schema.type](value)) {
    return [{ path, message: `must be of type ${schema.type}` }];
  }
  const { items } = schema;
  if (Array.isArray(value)) {
    return items === undefined
      ? []
      : value.flatMap((item, index) => checkShape(item, items, `${path}[${index}]`));
  }
  return isObject(value) ? checkFields(value, schema, path) : [];
}

function checkFields(
  value: Readonly<Record<string, unknown>>,
  { properties, additionalProperties }: Schema,
  path: string,
): readonly Problem[] {
  return Object.entries(value).flatMap(([key, field]) => {
    const schema = properties?.[key] ?? additionalProperties;
    const fieldPath = `${path}.${key}`;
    if (schema !== undefined) return checkShape(field, schema, fieldPath);
    if (properties === undefined) return [];
    return [{ path: fieldPath, message: `unknown field: the small Tekton does not know "${key}"` }];
  });
}
