import { createHash } from "node:crypto";

/** JSON as cases are written in: short, so that a case fits on one line of a file. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = Readonly<Record<string, Json>>;

/**
 * Writes out what a case abbreviates: `{"$repeat": "ab", "times": 3}` is the text `ababab`, `{"$list": X, "times": 3}` a
 * list of three X, `{"$nest": X, "times": 3}` X within three lists; `#` in texts of a list is the number of the item.
 * `{"$join": [X, Y]}` is texts put together, `{"$ref": name}` is what `refs` has under the name, or a UID that nothing has.
 */
export function writeOut(json: Json, refs: Readonly<Record<string, string>> = {}): Json {
  if (typeof json !== "object" || json === null) return json;
  if (isList(json)) return json.map((item) => writeOut(item, refs));
  const { times, $repeat, $list, $nest, $ref, $join } = json;
  if (Array.isArray($join))
    return ($join as readonly Json[]).map((part) => asText(writeOut(part, refs))).join("");
  if (typeof $ref === "string") return refs[$ref] ?? unknownUid($ref);
  if (typeof times === "number") {
    if (typeof $repeat === "string") return $repeat.repeat(times);
    if ($list !== undefined)
      return Array.from({ length: times }, (_, at) => number(writeOut($list, refs), at));
    if ($nest !== undefined) return nest(writeOut($nest, refs), times);
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, writeOut(value, refs)]));
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !isList(json);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** Of something that is not there; each name has another. */
function unknownUid(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `00000000-0000-4000-8000-${digits}`;
}

function asText(json: Json): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}

function number(json: Json, at: number): Json {
  if (typeof json === "string") return json.replaceAll("#", String(at));
  if (typeof json !== "object" || json === null) return json;
  if (isList(json)) return json.map((item) => number(item, at));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, number(value, at)]));
}

function nest(json: Json, depth: number): Json {
  let nested = json;
  for (let level = 0; level < depth; level += 1) nested = [nested];
  return nested;
}
