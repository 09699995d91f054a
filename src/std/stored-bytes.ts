// Sizes are counted as stored. The API server keeps custom resources as JSON, as Go's encoder writes it, and etcd takes
// about 1.5 MB of that: what a text takes there is what it costs.

/** What an escape like `\u003c` takes. */
const ESCAPED = 6;
/** What an escape like `\n` takes. */
const SHORT_ESCAPE = 2;

/**
 * How many bytes a text takes as stored, without the quotes around it: UTF-8, but more for what Go's JSON encoder escapes.
 * Of these, `"`, `\`, tab and line breaks take two; `<`, `>`, `&`, U+2028, U+2029, other control characters and half
 * characters take six.
 */
export function countStoredBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += storedBytesOf(character.codePointAt(0) ?? 0);
  return bytes;
}

/** The bytes of one character, by its code point. */
export function storedBytesOf(code: number): number {
  if (code < 0x80) return ASCII[code] ?? 1;
  if (code < 0x800) return 2;
  if (code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff)) return ESCAPED;
  return code < 0x10000 ? 3 : 4;
}

/** By code, below U+0080. Backspace and form feed count as the older of Go's encoders writes them. */
const ASCII: readonly number[] = Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCodePoint(code);
  if ('"\\\t\n\r'.includes(character)) return SHORT_ESCAPE;
  return code < 0x20 || "<>&".includes(character) ? ESCAPED : 1;
});

/** How many bytes a value takes as stored: JSON data, written as Go writes it. */
export function countStoredJson(value: unknown): number {
  let bytes = 0;
  // A list of what is still to be counted, not a call within a call: JSON may be nested ten thousand deep.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") bytes += 2 + countStoredBytes(next);
    else if (typeof next !== "object" || next === null) bytes += String(next).length;
    else if (Array.isArray(next)) {
      bytes += bracketsAround(next.length);
      for (const item of next) left.push(item ?? null);
    } else {
      const entries = Object.entries(next).filter(([, part]) => part !== undefined);
      bytes += bracketsAround(entries.length);
      for (const [key, part] of entries) {
        bytes += 3 + countStoredBytes(key);
        left.push(part);
      }
    }
  }
  return bytes;
}

/** The two brackets and the commas between the parts. */
function bracketsAround(parts: number): number {
  return 2 + Math.max(0, parts - 1);
}
