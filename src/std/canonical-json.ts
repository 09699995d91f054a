/** What is still to be written: a value, or text as it stands. */
type Piece = { readonly value: unknown } | { readonly text: string };

/**
 * JSON with one spelling for one value: keys sorted by UTF-16 code unit, no blanks, nothing for `undefined`
 * (RFC 8785, whose number and string forms are those of `JSON.stringify`). `value` is JSON data, however deep.
 */
export function formatCanonicalJson(value: unknown): string {
  const written: string[] = [];
  // A list of what is left, not a call within a call, which would end in a stack overflow some thousand levels down.
  const left: Piece[] = [{ value }];
  for (let piece = left.pop(); piece !== undefined; piece = left.pop()) {
    if ("text" in piece) written.push(piece.text);
    else if (typeof piece.value !== "object" || piece.value === null) {
      written.push(JSON.stringify(piece.value ?? null));
    } else for (const part of splitHolder(piece.value).toReversed()) left.push(part);
  }
  return written.join("");
}

/** A list or an object in pieces, in the order in which they are written. */
function splitHolder(holder: object): Piece[] {
  if (Array.isArray(holder)) {
    const items = holder.map((value: unknown): Piece[] => [{ value }]);
    return [{ text: "[" }, ...joinPieces(items), { text: "]" }];
  }
  // Sorted as entries, because an object would put keys that look like numbers first.
  const members = Object.entries(holder)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]): Piece[] => [{ text: `${JSON.stringify(key)}:` }, { value }]);
  return [{ text: "{" }, ...joinPieces(members), { text: "}" }];
}

function joinPieces(parts: readonly Piece[][]): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ text: "," }, ...part]));
}
