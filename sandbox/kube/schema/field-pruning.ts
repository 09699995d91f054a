import { isJsonObject, type JsonObject } from "../json-value.ts";
import { OBJECT_META_SCHEMA } from "./object-meta-schema.ts";
import type { Schema } from "./schema.ts";

const RESOURCE_FIELDS = new Set(["apiVersion", "kind", "metadata"]);

export interface Pruned {
  readonly json: JsonObject;
  /** Paths of the fields that were dropped, like `spec.foo`. */
  readonly dropped: readonly string[];
}

interface Pruning {
  readonly dropped: string[];
  readonly dropsNulls: boolean;
}

/**
 * Drops what a structural schema does not name ("Field pruning" in the CustomResourceDefinition documentation), and each
 * `null` that it does not allow, unless `nulls` says that these stay, to be refused.
 */
export function pruneFields(json: JsonObject, schema: Schema, nulls: "drop" | "keep" = "drop"): Pruned {
  const pruning = { dropped: [], dropsNulls: nulls === "drop" };
  const pruned = pruneObject(json, { ...schema, "x-kubernetes-embedded-resource": true }, "", pruning);
  return { json: pruned, dropped: pruning.dropped };
}

function prune(value: unknown, schema: Schema, path: string, pruning: Pruning): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    return value.map((item, index) => prune(item, items, `${path}[${index}]`, pruning));
  }
  return isJsonObject(value) ? pruneObject(value, schema, path, pruning) : value;
}

function pruneObject(json: JsonObject, schema: Schema, path: string, pruning: Pruning): JsonObject {
  const isResource = schema["x-kubernetes-embedded-resource"] === true;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    const at = path === "" ? key : `${path}.${key}`;
    const child = childSchema(schema, key);
    if (isResource && RESOURCE_FIELDS.has(key)) {
      kept[key] = key === "metadata" ? prune(value, OBJECT_META_SCHEMA, at, pruning) : value;
    } else if (child === undefined) {
      if (keepsUnknown(schema)) kept[key] = value;
      else pruning.dropped.push(at);
    } else if (!pruning.dropsNulls || !isForbiddenNull(value, child))
      kept[key] = prune(value, child, at, pruning);
  }
  return kept;
}

function childSchema({ properties, additionalProperties }: Schema, key: string): Schema | undefined {
  const property = properties?.[key];
  if (property !== undefined) return property;
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function keepsUnknown(schema: Schema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true;
}

/** A `null` that is not allowed and has no default to take its place goes silently ("Defaulting and Nullable"). */
function isForbiddenNull(value: unknown, { nullable, default: fallback }: Schema): boolean {
  return value === null && nullable !== true && fallback === undefined;
}
