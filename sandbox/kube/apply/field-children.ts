import { isJsonObject, type JsonObject } from "../json-value.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import type { Schema } from "../schema/schema.ts";

/** One part of a value that can be owned apart from its siblings. */
export interface FieldChild {
  /** An element of a path, as in `FieldSet`. */
  readonly element: string;
  /** The key of an object's part. */
  readonly key?: string;
  readonly value: unknown;
  readonly schema: Schema;
  /** True for a property of the schema; its parent then is no member of the set by having it. */
  readonly isNamed: boolean;
}

const STRING: Schema = { type: "string" };

/** The schema of whole objects of a type: its own, with `apiVersion`, `kind` and `metadata`. */
export function rootSchema(schema: Schema): Schema {
  const { properties } = schema;
  return {
    ...schema,
    properties: { ...properties, apiVersion: STRING, kind: STRING, metadata: OBJECT_META_SCHEMA },
  };
}

/**
 * The parts of a value that are owned one by one; `undefined` when it is owned as a whole: scalars, and what the schema
 * calls atomic. Without a schema, objects are granular and lists atomic.
 */
export function childrenOf(value: unknown, schema: Schema): readonly FieldChild[] | undefined {
  if (Array.isArray(value)) return itemsOf(value, schema);
  if (!isJsonObject(value) || schema["x-kubernetes-map-type"] === "atomic") return undefined;
  return Object.entries(value).map(([key, child]) => {
    const property = schema.properties?.[key];
    return {
      element: `f:${key}`,
      key,
      value: child,
      schema: property ?? additionalSchema(schema),
      isNamed: property !== undefined,
    };
  });
}

function additionalSchema({ additionalProperties }: Schema): Schema {
  return typeof additionalProperties === "object" ? additionalProperties : {};
}

function itemsOf(list: readonly unknown[], schema: Schema): readonly FieldChild[] | undefined {
  const listType = schema["x-kubernetes-list-type"];
  if (listType !== "map" && listType !== "set") return undefined;
  const items = schema.items ?? {};
  return list.map((value) => ({
    element: listType === "set" ? `v:${JSON.stringify(value)}` : `k:${JSON.stringify(keysOf(value, schema))}`,
    value,
    schema: items,
    isNamed: false,
  }));
}

/** The key fields of an item, in the order of their names; an absent one has its default. */
function keysOf(item: unknown, schema: Schema): JsonObject {
  const keys = (schema["x-kubernetes-list-map-keys"] ?? []).toSorted();
  const fields = isJsonObject(item) ? item : {};
  return Object.fromEntries(
    keys.map((key) => [key, fields[key] ?? schema.items?.properties?.[key]?.default ?? null]),
  );
}
