import { isJsonObject, type JsonObject } from "../json-value.ts";

/** Applies a JSON merge patch (RFC 7396). */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (!isJsonObject(value)) merged[key] = value;
    else {
      const present = merged[key];
      merged[key] = mergePatch(isJsonObject(present) ? present : {}, value);
    }
  }
  return merged;
}
