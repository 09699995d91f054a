import { isJsonObject } from "../json-value.ts";
import type { Schema } from "../schema/schema.ts";
import { childrenOf, type FieldChild } from "./field-children.ts";
import { FieldSet } from "./field-set.ts";

/** The fields that an applied configuration claims. */
export function fieldsOf(value: unknown, schema: Schema): FieldSet {
  const children = childrenOf(value, schema);
  if (children === undefined) return FieldSet.self;
  return collect(false, children, (child) => {
    const below = fieldsOf(child.value, child.schema);
    return child.isNamed && !isHollow(child.value) ? below : new FieldSet(true, below.children);
  });
}

/** Every place in a value, the places in between included: what somebody owns who brought the whole. */
export function placesOf(value: unknown, schema: Schema): FieldSet {
  const children = childrenOf(value, schema);
  return collect(true, children ?? [], (child) => placesOf(child.value, child.schema));
}

function collect(
  isMember: boolean,
  children: readonly FieldChild[],
  toSet: (child: FieldChild) => FieldSet,
): FieldSet {
  const below = new Map<string, FieldSet>();
  for (const child of children) {
    const set = toSet(child);
    if (!set.isEmpty) below.set(child.element, set);
  }
  return new FieldSet(isMember, below);
}

function isHollow(value: unknown): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}
