import { equalsJson, isJsonObject } from "../json-value.ts";
import type { Schema } from "./schema.ts";

/** The index in `before` of what `item` was; -1 unless the list is of type `map` and has an item with the same keys. */
export function findCounterpart(item: unknown, before: readonly unknown[], schema: Schema): number {
  const keys = schema["x-kubernetes-list-map-keys"];
  if (schema["x-kubernetes-list-type"] !== "map" || keys === undefined || !isJsonObject(item)) return -1;
  return before.findIndex(
    (each) => isJsonObject(each) && keys.every((key) => equalsJson(each[key], item[key])),
  );
}
