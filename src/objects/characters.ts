// Characters are counted as the API server counts them for `maxLength`: by code point.

export function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** The first `most` characters; never half of one. */
export function takeCharacters(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join("");
}

/** As much of the beginning as takes `most` bytes in UTF-8; never half of a character. */
export function takeBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    end += character.length;
  }
  return text.slice(0, end);
}
