import { countCharacters, takeCharacters } from "../characters.ts";

/** What is still to be written: a value, or text as it stands. */
type Piece = { readonly value: unknown } | { readonly text: string };

/**
 * The JSON of a value, cut with an ellipsis after `most` characters. What comes later is not even looked at, because
 * somebody else wrote the value, and it may be long and deep. `value` is JSON data.
 */
export function previewJson(value: unknown, most: number): string {
  let text = "";
  // A list of what is left, the next one last.
  const left: Piece[] = [{ value }];
  for (let piece = left.pop(); piece !== undefined && text.length <= 2 * most; piece = left.pop()) {
    if ("text" in piece) text += piece.text;
    else if (typeof piece.value !== "object" || piece.value === null) text += writeScalar(piece.value, most);
    else for (const part of splitHolder(piece.value, most).toReversed()) left.push(part);
  }
  return countCharacters(text) <= most ? text : `${takeCharacters(text, most)}…`;
}

/** The beginning of a list or an object: each of its parts takes a character at least. */
function splitHolder(holder: object, most: number): Piece[] {
  if (Array.isArray(holder)) {
    const items = holder.slice(0, most).map((value: unknown): Piece[] => [{ value }]);
    return [{ text: "[" }, ...joinPieces(items), { text: "]" }];
  }
  const members = Object.entries(holder)
    .filter(([, value]) => value !== undefined)
    .slice(0, most)
    .map(([key, value]): Piece[] => [{ text: `${writeScalar(key, most)}:` }, { value }]);
  return [{ text: "{" }, ...joinPieces(members), { text: "}" }];
}

function joinPieces(parts: readonly Piece[][]): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ text: "," }, ...part]));
}

/** A text that is cut begins with as many characters as will be shown: what follows it does not show. */
function writeScalar(value: unknown, most: number): string {
  return JSON.stringify(typeof value === "string" ? takeCharacters(value, most) : (value ?? null));
}
