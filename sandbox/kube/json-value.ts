/** A JSON object as it was parsed. Stored objects are never changed in place: a change makes a new one. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for `{…}`, false for lists, `null` and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isJsonObject(value) ? value : {};
}

/** The list at `key`, or an empty one. */
export function listAt(parent: JsonObject, key: string): readonly unknown[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}

/** The string at `key`, or `undefined` when there is none. */
export function stringAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === "string" ? value : undefined;
}

/** The strings in the list at `key`, or none. */
export function stringsAt(parent: JsonObject, key: string): readonly string[] {
  return listAt(parent, key).filter((value) => typeof value === "string");
}

/** A copy without the named keys; the same object when it has none of them. */
export function without(parent: JsonObject, ...keys: readonly string[]): JsonObject {
  if (!keys.some((key) => key in parent)) return parent;
  return Object.fromEntries(Object.entries(parent).filter(([key]) => !keys.includes(key)));
}

/** Equality of JSON values; the order of an object's keys does not count. */
export function equalsJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalsJson(item, right[index]))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalsJson(left[key], right[key]))
  );
}
