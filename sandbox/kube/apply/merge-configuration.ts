import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { Schema } from "../schema/schema.ts";
import { childrenOf, type FieldChild } from "./field-children.ts";
import type { FieldSet } from "./field-set.ts";

/** The live value with a configuration laid over it: granular parts are merged, all else is replaced. */
function mergeConfiguration(live: unknown, configuration: unknown, schema: Schema): unknown {
  const old = childrenOf(live, schema);
  const now = childrenOf(configuration, schema);
  if (old === undefined || now === undefined || Array.isArray(live) !== Array.isArray(configuration)) {
    return configuration;
  }
  const merged = new Map(old.map((child) => [child.element, child]));
  for (const child of now) {
    const present = merged.get(child.element);
    const value =
      present === undefined ? child.value : mergeConfiguration(present.value, child.value, child.schema);
    merged.set(child.element, { ...child, value });
  }
  return assemble([...merged.values()], Array.isArray(live));
}

/**
 * Takes out what the manager applied before (`last`) and nobody owns any more (`kept` is what all own now).
 * Answers `undefined` when nothing is left of what there was.
 */
export function removeAbandoned(value: unknown, schema: Schema, last: FieldSet, kept: FieldSet): unknown {
  const children = childrenOf(value, schema);
  if (children === undefined || last.children.size === 0) return value;
  const left: FieldChild[] = [];
  for (const child of children) {
    const before = last.at(child.element);
    const owned = kept.at(child.element);
    if (before.isMember && owned.isEmpty) continue;
    const remaining = removeAbandoned(child.value, child.schema, before, owned);
    if (remaining !== undefined) left.push({ ...child, value: remaining });
  }
  return left.length === 0 && children.length > 0 && kept.isEmpty
    ? undefined
    : assemble(left, Array.isArray(value));
}

function assemble(children: readonly FieldChild[], isList: boolean): unknown {
  if (isList) return children.map(({ value }) => value);
  return Object.fromEntries(children.map(({ key = "", value }) => [key, value]));
}

/** As `mergeConfiguration` of whole objects. */
export function mergeObjects(live: JsonObject, configuration: JsonObject, schema: Schema): JsonObject {
  const merged = mergeConfiguration(live, configuration, schema);
  return isJsonObject(merged) ? merged : configuration;
}
