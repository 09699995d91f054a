import { equalsJson, isJsonObject, type JsonObject } from "../json-value.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import type { Schema } from "../schema/schema.ts";

const DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
const ORDER_OF_LIST = "$setElementOrder/";

/**
 * Applies a strategic merge patch to an object of a built-in type ("Update API Objects in Place Using kubectl patch"):
 * a merge patch in which lists of type `map` and `set` are merged by item.
 */
export function strategicMergePatch(target: JsonObject, patch: JsonObject, schema: Schema): JsonObject {
  const properties = { ...schema.properties, metadata: OBJECT_META_SCHEMA };
  return mergeObject(target, patch, { ...schema, properties });
}

function mergeObject(target: JsonObject, patch: JsonObject, schema: Schema): JsonObject {
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === "replace") return changes;
  if (directive === "delete") return {};
  const kept = Array.isArray(retained)
    ? Object.entries(target).filter(([key]) => retained.includes(key))
    : undefined;
  const merged: Record<string, unknown> = kept === undefined ? { ...target } : Object.fromEntries(kept);
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith(DELETE_FROM_LIST)) removeItems(merged, key.slice(DELETE_FROM_LIST.length), value);
    else if (key.startsWith("$")) continue;
    else if (value === null) delete merged[key];
    else merged[key] = mergeValue(merged[key], value, childSchema(schema, key));
  }
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith(ORDER_OF_LIST)) orderItems(merged, key.slice(ORDER_OF_LIST.length), value, schema);
  }
  return merged;
}

function childSchema({ properties, additionalProperties }: Schema, key: string): Schema {
  return properties?.[key] ?? (typeof additionalProperties === "object" ? additionalProperties : {});
}

function mergeValue(target: unknown, patch: unknown, schema: Schema): unknown {
  if (Array.isArray(patch)) return mergeList(Array.isArray(target) ? target : [], patch, schema);
  if (!isJsonObject(patch)) return patch;
  return mergeObject(isJsonObject(target) ? target : {}, patch, schema);
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  schema: Schema,
): readonly unknown[] {
  const listType = schema["x-kubernetes-list-type"];
  if (listType === "map") return mergeKeyedList(target, patch, schema);
  if (listType !== "set") return patch;
  return [...target, ...patch.filter((item) => !target.some((each) => equalsJson(each, item)))];
}

function mergeKeyedList(
  target: readonly unknown[],
  patch: readonly unknown[],
  schema: Schema,
): readonly unknown[] {
  const items = patch.filter(isJsonObject);
  const isReplaced = items.some((item) => item["$patch"] === "replace" && Object.keys(item).length === 1);
  const merged = isReplaced ? [] : [...target];
  for (const item of items) {
    if (item["$patch"] === "replace" && Object.keys(item).length === 1) continue;
    const index = merged.findIndex((each) => hasSameKeys(each, item, schema));
    if (item["$patch"] === "delete") {
      if (index !== -1) merged.splice(index, 1);
    } else if (index === -1) merged.push(mergeObject({}, item, schema.items ?? {}));
    else merged[index] = mergeValue(merged[index], item, schema.items ?? {});
  }
  return merged;
}

function hasSameKeys(left: unknown, right: unknown, schema: Schema): boolean {
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return isJsonObject(left) && isJsonObject(right) && keys.every((key) => equalsJson(left[key], right[key]));
}

function removeItems(merged: Record<string, unknown>, key: string, removed: unknown): void {
  const list = merged[key];
  if (!Array.isArray(list) || !Array.isArray(removed)) return;
  merged[key] = list.filter((item) => !removed.some((each) => equalsJson(each, item)));
}

/** Items that the order names come in that order; the others stay behind them. */
function orderItems(merged: Record<string, unknown>, key: string, order: unknown, schema: Schema): void {
  const list: unknown = merged[key];
  if (!Array.isArray(list) || !Array.isArray(order)) return;
  const child = childSchema(schema, key);
  const isKeyed = child["x-kubernetes-list-type"] === "map";
  const rank = (item: unknown): number => {
    const index = order.findIndex((each) =>
      isKeyed ? hasSameKeys(each, item, child) : equalsJson(each, item),
    );
    return index === -1 ? order.length : index;
  };
  merged[key] = list.toSorted((left, right) => rank(left) - rank(right));
}
