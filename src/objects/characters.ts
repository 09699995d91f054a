// Characters are counted as the API server counts them for `maxLength`: by code point.
import { storedBytesOf } from "../std/stored-bytes.ts";

export function countCharacters(text: string): number {
  let characters = 0;
  for (let index = 0; index < text.length; index = indexAfter(text, index)) characters += 1;
  return characters;
}

/** The first `most` characters; never half of one. */
export function takeCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  let index = 0;
  for (let taken = 0; taken < most && index < text.length; taken += 1) index = indexAfter(text, index);
  return text.slice(0, index);
}

const ELLIPSIS = "…";
const ELLIPSIS_BYTES = 3;

/**
 * A text that others wrote, for a field of at most `bound` bytes as stored (see `countStoredBytes`): as it stands, or cut
 * with an ellipsis at the end. As no character takes less than a byte, it fits a `maxLength` of `bound`, too.
 */
export function cutTo(text: string, bound: number): string {
  let bytes = 0;
  let cutAt = 0;
  for (let index = 0; index < text.length; index = indexAfter(text, index)) {
    bytes += storedBytesOf(text.codePointAt(index) ?? 0);
    if (bytes > bound) return `${text.slice(0, cutAt).trimEnd()}${ELLIPSIS}`;
    if (bytes <= bound - ELLIPSIS_BYTES) cutAt = indexAfter(text, index);
  }
  return text;
}

/** Where the character after the one at `index` begins. */
function indexAfter(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}
