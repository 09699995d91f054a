import type { Cause } from "../api-error.ts";
import { equalsJson, isJsonObject, type JsonObject } from "../json-value.ts";
import { findCounterpart } from "./list-correlation.ts";
import { isOfFormat } from "./string-format.ts";
import type { Schema } from "./schema.ts";

/**
 * Finds what breaks a structural schema; messages and reasons are worded as the API server's. A part that is as it was
 * in `old` is not held against it ("Validation ratcheting" in the CustomResourceDefinition documentation).
 */
export function validateSchema(value: unknown, schema: Schema, path = "", old?: unknown): Cause[] {
  if (old !== undefined && equalsJson(value, old)) return [];
  if (value === null && schema.nullable === true) return [];
  const wrongType = checkType(value, schema, path);
  if (wrongType !== undefined) return [wrongType];
  const causes = [...checkEnum(value, schema, path), ...checkJunctors(value, schema, path)];
  if (typeof value === "string") causes.push(...checkString(value, schema, path));
  else if (typeof value === "number") causes.push(...checkNumber(value, schema, path));
  else if (Array.isArray(value)) causes.push(...checkList(value, schema, path, old));
  else if (isJsonObject(value)) causes.push(...checkObject(value, schema, path, old));
  return causes;
}

function cause(reason: string, field: string, message: string): Cause {
  return { reason, message, field: field === "" ? "<nil>" : field };
}

function invalidValue(value: unknown, path: string, said: string): Cause {
  return cause("FieldValueInvalid", path, `Invalid value: ${JSON.stringify(value)}: ${path} in body ${said}`);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function checkType(value: unknown, schema: Schema, path: string): Cause | undefined {
  const actual = typeOf(value);
  if (schema["x-kubernetes-int-or-string"] === true) {
    return actual === "integer" || actual === "string"
      ? undefined
      : wrongType("integer,string", actual, path);
  }
  const { type } = schema;
  if (type === undefined || type === actual || (type === "number" && actual === "integer")) return undefined;
  return wrongType(type, actual, path);
}

function wrongType(expected: string, actual: string, path: string): Cause {
  const said = `${path} in body must be of type ${expected}: ${JSON.stringify(actual)}`;
  return cause("FieldValueTypeInvalid", path, `Invalid value: ${JSON.stringify(actual)}: ${said}`);
}

function checkEnum(value: unknown, schema: Schema, path: string): Cause[] {
  if (schema.enum === undefined || schema.enum.some((allowed) => equalsJson(allowed, value))) return [];
  const supported = schema.enum.map((allowed) => JSON.stringify(allowed)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
  return [cause("FieldValueNotSupported", path, message)];
}

function checkJunctors(value: unknown, schema: Schema, path: string): Cause[] {
  const { allOf = [], anyOf, oneOf, not } = schema;
  const causes = allOf.flatMap((each) => validateSchema(value, each, path));
  const passes = (each: Schema): boolean => validateSchema(value, each, path).length === 0;
  if (anyOf !== undefined && !anyOf.some(passes)) {
    causes.push(refuseWhole(path, "must validate at least one schema (anyOf)"));
    causes.push(...validateSchema(value, anyOf[0] ?? {}, path));
  }
  const passing = oneOf?.filter(passes).length;
  if (oneOf !== undefined && passing !== 1) {
    const found = passing === 0 ? "Found none valid" : `Found ${passing} valid alternatives`;
    causes.push(refuseWhole(path, `must validate one and only one schema (oneOf). ${found}`));
    if (passing === 0) causes.push(...validateSchema(value, oneOf[0] ?? {}, path));
  }
  if (not !== undefined && passes(not)) causes.push(refuseWhole(path, "must not validate the schema (not)"));
  return causes;
}

function refuseWhole(path: string, said: string): Cause {
  return cause("FieldValueInvalid", "", `Invalid value: "": ${JSON.stringify(path)} ${said}`);
}

function checkString(value: string, schema: Schema, path: string): Cause[] {
  const causes: Cause[] = [];
  const length = Array.from(value).length;
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    const message = `Too long: may not be more than ${schema.maxLength} bytes`;
    causes.push(cause("FieldValueTooLong", path, message));
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    causes.push(invalidValue(value, path, `should be at least ${schema.minLength} chars long`));
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) {
    causes.push(invalidValue(value, path, `should match '${schema.pattern}'`));
  }
  if (schema.format !== undefined && !isOfFormat(value, schema.format)) {
    const said = `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`;
    causes.push(cause("FieldValueTypeInvalid", path, `Invalid value: ${JSON.stringify(value)}: ${said}`));
  }
  return causes;
}

function checkNumber(value: number, schema: Schema, path: string): Cause[] {
  const { minimum, maximum, multipleOf } = schema;
  const causes: Cause[] = [];
  if (maximum !== undefined && (schema.exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    const said = schema.exclusiveMaximum === true ? "less than" : "less than or equal to";
    causes.push(invalidValue(value, path, `should be ${said} ${maximum}`));
  }
  if (minimum !== undefined && (schema.exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    const said = schema.exclusiveMinimum === true ? "greater than" : "greater than or equal to";
    causes.push(invalidValue(value, path, `should be ${said} ${minimum}`));
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
    causes.push(invalidValue(value, path, `should be a multiple of ${multipleOf}`));
  }
  return causes;
}

function tooMany(path: string, actual: number, most: number): Cause {
  const noun = most === 1 ? "item" : "items";
  return cause("FieldValueTooMany", path, `Too many: ${actual}: must have at most ${most} ${noun}`);
}

function checkList(value: readonly unknown[], schema: Schema, path: string, old: unknown): Cause[] {
  const { items, maxItems, minItems } = schema;
  const causes: Cause[] = [];
  if (maxItems !== undefined && value.length > maxItems) causes.push(tooMany(path, value.length, maxItems));
  if (minItems !== undefined && value.length < minItems) {
    causes.push(invalidValue(value.length, path, `should have at least ${minItems} items`));
  }
  causes.push(...checkDuplicates(value, schema, path));
  if (items === undefined) return causes;
  const before = Array.isArray(old) ? (old as unknown[]) : [];
  const checked = value.flatMap((item, index) =>
    validateSchema(item, items, `${path}[${index}]`, before[findCounterpart(item, before, schema)]),
  );
  return [...causes, ...checked];
}

/** Lists of type `set` hold a value once, lists of type `map` a combination of key fields once. */
function checkDuplicates(value: readonly unknown[], schema: Schema, path: string): Cause[] {
  const listType = schema["x-kubernetes-list-type"];
  if (listType !== "set" && listType !== "map" && schema.uniqueItems !== true) return [];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const seen = new Set<string>();
  const causes: Cause[] = [];
  for (const [index, item] of value.entries()) {
    const identity =
      listType === "map" && isJsonObject(item)
        ? Object.fromEntries(keys.map((key) => [key, item[key]]))
        : item;
    const text = JSON.stringify(identity);
    if (seen.has(text))
      causes.push(cause("FieldValueDuplicate", `${path}[${index}]`, `Duplicate value: ${text}`));
    seen.add(text);
  }
  return causes;
}

function checkObject(value: JsonObject, schema: Schema, path: string, old: unknown): Cause[] {
  const before = isJsonObject(old) ? old : {};
  const { additionalProperties, maxProperties, minProperties } = schema;
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  const causes = (schema.required ?? [])
    .filter((key) => value[key] === undefined)
    .map((key) => cause("FieldValueRequired", at(key), "Required value"));
  const size = Object.keys(value).length;
  if (maxProperties !== undefined && size > maxProperties) causes.push(tooMany(path, size, maxProperties));
  if (minProperties !== undefined && size < minProperties) {
    causes.push(invalidValue(size, path, `should have at least ${minProperties} properties`));
  }
  for (const [key, item] of Object.entries(value)) {
    const property = schema.properties?.[key];
    if (property !== undefined) causes.push(...validateSchema(item, property, at(key), before[key]));
    else if (typeof additionalProperties === "object") {
      causes.push(...validateSchema(item, additionalProperties, at(key), before[key]));
    }
  }
  return causes;
}
