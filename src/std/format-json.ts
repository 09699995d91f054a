import { formatCanonicalJson } from "./canonical-json.ts";

/**
 * The JSON of a value, however deep. `JSON.stringify` gives up some thousand levels down, and the API server takes ten
 * thousand: an object that somebody made so must not be one that we cannot write or show. `value` is JSON data.
 */
export function formatJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return formatCanonicalJson(value);
    throw error;
  }
}
