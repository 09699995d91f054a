/**
 * JSON with one spelling for one value: keys sorted by UTF-16 code unit, no blanks, nothing for `undefined`
 * (RFC 8785, whose number and string forms are those of `JSON.stringify`). `value` is JSON data.
 */
export function formatCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatCanonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // Sorted as entries, because an object would put keys that look like numbers first.
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${formatCanonicalJson(part)}`);
  return `{${entries.join(",")}}`;
}
