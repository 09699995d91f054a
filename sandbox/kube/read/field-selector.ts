import { badRequest } from "../api-error.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";

export type FieldMatcher = (object: JsonObject) => boolean;

const ALWAYS_SELECTABLE = ["metadata.name", "metadata.namespace"];

/**
 * Reads a field selector: `metadata.name=a,metadata.namespace!=b`.
 * Throws 400 for a field that is not selectable on the type (contract C2) or text that cannot be read.
 */
export function parseFieldSelector(text: string, selectable: readonly string[]): FieldMatcher {
  if (text.trim() === "") return () => true;
  const matchers = text.split(/(?<!\\),/u).map((part) => parseTerm(part.trim(), selectable));
  return (object) => matchers.every((matches) => matches(object));
}

function parseTerm(term: string, selectable: readonly string[]): FieldMatcher {
  const [, path, operator, escaped = ""] = /^([^=!]+)(==|=|!=)(.*)$/u.exec(term) ?? [];
  if (path === undefined) {
    throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  }
  if (!ALWAYS_SELECTABLE.includes(path) && !selectable.includes(path)) {
    throw badRequest(`field label not supported: ${path}`);
  }
  const value = escaped.replaceAll(/\\([\\,=])/gu, "$1");
  const keys = path.split(".");
  return (object) => (readField(object, keys) === value) === (operator !== "!=");
}

/** A missing field equals the empty string. */
function readField(object: JsonObject, keys: readonly string[]): string {
  let value: unknown = object;
  for (const key of keys) value = isJsonObject(value) ? value[key] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
