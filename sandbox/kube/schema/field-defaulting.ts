import { isJsonObject } from "../json-value.ts";
import type { Schema } from "./schema.ts";

/**
 * Fills in the defaults of a structural schema. A `null` where none is allowed counts as absent ("Defaulting and
 * Nullable" in the CustomResourceDefinition documentation).
 */
export function applyDefaults<T>(value: T, schema: Schema): T;
export function applyDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => applyDefaults(item as unknown, items));
  }
  if (!isJsonObject(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (filled[key] === undefined || (filled[key] === null && property.nullable !== true)) {
      if (property.default === undefined) continue;
      filled[key] = structuredClone(property.default);
    }
    filled[key] = applyDefaults(filled[key], property);
  }
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== "object") return filled;
  for (const key of Object.keys(value)) {
    if (schema.properties?.[key] === undefined)
      filled[key] = applyDefaults(filled[key], additionalProperties);
  }
  return filled;
}
