// Characters are counted as the API server counts them for `maxLength`: by code point.

export function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** The first `most` characters; never half of one. */
export function takeCharacters(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join("");
}
