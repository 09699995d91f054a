import type { Cause } from "../api-error.ts";
import { equalsJson, isJsonObject, type JsonObject } from "../json-value.ts";
import { type CompiledRule, compileRule } from "./cel-rule.ts";
import { escapeProperty, toCelValue } from "./cel-value.ts";
import { findCounterpart } from "./list-correlation.ts";
import type { Schema } from "./schema.ts";

/** One place in the object: its value as JSON and as CEL sees it, and what was there before. */
interface Place {
  readonly value: unknown;
  readonly cel: unknown;
  readonly old: unknown;
  readonly oldCel: unknown;
  readonly path: string;
}

/**
 * Checks the rules of `x-kubernetes-validations`. Transition rules are skipped where there is no earlier value; other
 * rules are skipped where nothing changed ("Validation ratcheting").
 */
export function validateRules(object: JsonObject, schema: Schema, old?: JsonObject): Cause[] {
  if (!hasRules(schema)) return [];
  const place = {
    value: object,
    cel: toCelValue(object, schema),
    old,
    oldCel: old === undefined ? undefined : toCelValue(old, schema),
    path: "",
  };
  return visit(place, schema);
}

const rulesWithin = new WeakMap<Schema, boolean>();

export function hasRules(schema: Schema): boolean {
  let found = rulesWithin.get(schema);
  if (found === undefined) {
    found = schema["x-kubernetes-validations"] !== undefined || childSchemas(schema).some(hasRules);
    rulesWithin.set(schema, found);
  }
  return found;
}

function childSchemas({ properties = {}, items, additionalProperties }: Schema): readonly Schema[] {
  return [
    ...Object.values(properties),
    ...(items === undefined ? [] : [items]),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
  ];
}

function visit(place: Place, schema: Schema): Cause[] {
  if (!hasRules(schema) || place.value === null || place.value === undefined) return [];
  const rules = schema["x-kubernetes-validations"] ?? [];
  const causes = rules.flatMap((rule) => applyRule(compileRule(rule), place, schema));
  if (Array.isArray(place.value)) return [...causes, ...visitItems(place, place.value, schema)];
  return isJsonObject(place.value) ? [...causes, ...visitFields(place, place.value, schema)] : causes;
}

function applyRule(rule: CompiledRule, { value, cel, old, oldCel, path }: Place, schema: Schema): Cause[] {
  const hasOld = old !== undefined && old !== null;
  if (rule.usesOldSelf ? !hasOld : hasOld && equalsJson(value, old)) return [];
  const refusal = rule.check(rule.usesOldSelf ? { self: cel, oldSelf: oldCel } : { self: cel });
  return refusal === undefined ? [] : [describeRefusal(rule, { value, path, schema, refusal })];
}

interface Refusal {
  readonly value: unknown;
  readonly path: string;
  readonly schema: Schema;
  readonly refusal: string;
}

function describeRefusal({ source }: CompiledRule, { value, path, schema, refusal }: Refusal): Cause {
  const reason = source.reason ?? "FieldValueInvalid";
  const field = `${path}${source.fieldPath ?? ""}`.replace(/^\./u, "");
  return {
    reason,
    field: field === "" ? "<nil>" : field,
    message: wordRefusal(reason, value, schema, refusal),
  };
}

function wordRefusal(reason: string, value: unknown, { type }: Schema, refusal: string): string {
  const isScalar = type !== "object" && type !== "array";
  const shown = isScalar ? `: ${JSON.stringify(value)}` : "";
  switch (reason) {
    case "FieldValueForbidden":
      return `Forbidden: ${refusal}`;
    case "FieldValueRequired":
      return `Required value: ${refusal}`;
    case "FieldValueDuplicate":
      return `Duplicate value${shown}`;
    default:
      return `Invalid value${shown}: ${refusal}`;
  }
}

function visitFields(place: Place, value: JsonObject, schema: Schema): Cause[] {
  const { additionalProperties, properties = {} } = schema;
  return Object.keys(value).flatMap((key) => {
    const property = properties[key];
    const child = property ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    if (child === undefined) return [];
    const celKey = property === undefined ? key : escapeProperty(key);
    const path = place.path === "" ? key : `${place.path}.${key}`;
    return visit(
      {
        value: value[key],
        cel: fieldOf(place.cel, celKey),
        old: fieldOf(place.old, key),
        oldCel: fieldOf(place.oldCel, celKey),
        path,
      },
      child,
    );
  });
}

/** Items have an earlier value only in lists of type `map`, found by their keys. */
function visitItems(place: Place, value: readonly unknown[], schema: Schema): Cause[] {
  const { items } = schema;
  if (items === undefined || !hasRules(items)) return [];
  const before = Array.isArray(place.old) ? (place.old as unknown[]) : [];
  return value.flatMap((item, index) => {
    const oldIndex = findCounterpart(item, before, schema);
    return visit(
      {
        value: item,
        cel: fieldOf(place.cel, index),
        old: before[oldIndex],
        oldCel: fieldOf(place.oldCel, oldIndex),
        path: `${place.path}[${index}]`,
      },
      items,
    );
  });
}

function fieldOf(parent: unknown, key: string | number): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return (parent as Readonly<Record<string | number, unknown>>)[key];
}
