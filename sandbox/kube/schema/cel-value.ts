import { isJsonObject } from "../json-value.ts";
import type { Schema } from "./schema.ts";

/** Words that CEL keeps for itself; a property of that name is written `__word__` in a rule. */
const RESERVED = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

const ESCAPES: Readonly<Record<string, string>> = {
  __: "__underscores__",
  ".": "__dot__",
  "-": "__dash__",
  "/": "__slash__",
};

/** How a rule writes a property name ("Validation rules: escaping" in the CustomResourceDefinition documentation). */
export function escapeProperty(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replaceAll(/__|[.\-/]/gu, (found) => ESCAPES[found] ?? found);
}

/** The value as a rule sees it: integers as CEL integers, date-times as timestamps, property names escaped. */
export function toCelValue(value: unknown, schema: Schema): unknown {
  if (typeof value === "number") return toCelNumber(value, schema);
  if (typeof value === "string") {
    return schema.format === "date-time" && !Number.isNaN(Date.parse(value)) ? new Date(value) : value;
  }
  if (Array.isArray(value)) {
    const items = schema.items ?? {};
    return value.map((item) => toCelValue(item, items));
  }
  return isJsonObject(value) ? toCelObject(value, schema) : value;
}

function toCelNumber(value: number, schema: Schema): unknown {
  return schema.type !== "number" && Number.isInteger(value) ? BigInt(value) : value;
}

function toCelObject(value: Readonly<Record<string, unknown>>, schema: Schema): object {
  const { additionalProperties } = schema;
  const others = typeof additionalProperties === "object" ? additionalProperties : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const property = schema.properties?.[key];
      return property === undefined
        ? [key, toCelValue(item, others)]
        : [escapeProperty(key), toCelValue(item, property)];
    }),
  );
}
