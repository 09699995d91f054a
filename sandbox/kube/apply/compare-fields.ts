import { equalsJson } from "../json-value.ts";
import type { Schema } from "../schema/schema.ts";
import { childrenOf, type FieldChild } from "./field-children.ts";
import { FieldSet } from "./field-set.ts";
import { placesOf } from "./owned-fields.ts";

export interface FieldChanges {
  /** Added or changed. */
  readonly set: FieldSet;
  readonly removed: FieldSet;
}

const NOTHING: FieldChanges = { set: FieldSet.empty, removed: FieldSet.empty };

/** What differs between two values of one schema. */
export function compareFields(before: unknown, after: unknown, schema: Schema): FieldChanges {
  if (before === after) return NOTHING;
  if (before === undefined) return { set: placesOf(after, schema), removed: FieldSet.empty };
  if (after === undefined) return { set: FieldSet.empty, removed: placesOf(before, schema) };
  const old = childrenOf(before, schema);
  const now = childrenOf(after, schema);
  if (old === undefined || now === undefined || Array.isArray(before) !== Array.isArray(after)) {
    return equalsJson(before, after) ? NOTHING : { set: FieldSet.self, removed: FieldSet.empty };
  }
  return compareChildren(old, now);
}

function compareChildren(before: readonly FieldChild[], after: readonly FieldChild[]): FieldChanges {
  const old = new Map(before.map((child) => [child.element, child]));
  const now = new Map(after.map((child) => [child.element, child]));
  const set = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const child of new Map([...old, ...now]).values()) {
    const { element, schema } = child;
    const changes = compareFields(old.get(element)?.value, now.get(element)?.value, schema);
    if (!changes.set.isEmpty) set.set(element, changes.set);
    if (!changes.removed.isEmpty) removed.set(element, changes.removed);
  }
  return { set: new FieldSet(false, set), removed: new FieldSet(false, removed) };
}
