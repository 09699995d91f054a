import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { Schema } from "./schema.ts";

/** The fields of `ObjectMeta` (Kubernetes API reference); anything else in `metadata` is dropped. */
const METADATA_FIELDS = new Set([
  "annotations",
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "finalizers",
  "generateName",
  "generation",
  "labels",
  "managedFields",
  "name",
  "namespace",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
]);

const RESOURCE_FIELDS = new Set(["apiVersion", "kind", "metadata"]);

export interface Pruned {
  readonly json: JsonObject;
  /** Paths of the fields that were dropped, like `spec.foo`. */
  readonly dropped: readonly string[];
}

/** Drops what a structural schema does not name ("Field pruning" in the CustomResourceDefinition documentation). */
export function pruneFields(json: JsonObject, schema: Schema): Pruned {
  const dropped: string[] = [];
  const pruned = pruneObject(json, { ...schema, "x-kubernetes-embedded-resource": true }, "", dropped);
  return { json: pruned, dropped };
}

function prune(value: unknown, schema: Schema, path: string, dropped: string[]): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    return value.map((item, index) => prune(item, items, `${path}[${index}]`, dropped));
  }
  return isJsonObject(value) ? pruneObject(value, schema, path, dropped) : value;
}

function pruneObject(json: JsonObject, schema: Schema, path: string, dropped: string[]): JsonObject {
  const isResource = schema["x-kubernetes-embedded-resource"] === true;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    const at = path === "" ? key : `${path}.${key}`;
    const child = childSchema(schema, key);
    if (isResource && RESOURCE_FIELDS.has(key)) {
      kept[key] = key === "metadata" && isJsonObject(value) ? pruneMetadata(value, at, dropped) : value;
    } else if (child === undefined) {
      if (keepsUnknown(schema)) kept[key] = value;
      else dropped.push(at);
    } else if (!isForbiddenNull(value, child)) kept[key] = prune(value, child, at, dropped);
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

function pruneMetadata(metadata: JsonObject, path: string, dropped: string[]): JsonObject {
  const unknown = Object.keys(metadata).filter((key) => !METADATA_FIELDS.has(key));
  dropped.push(...unknown.map((key) => `${path}.${key}`));
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => METADATA_FIELDS.has(key)));
}
