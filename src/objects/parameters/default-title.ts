import { BOUNDS } from "../approval/approval-task.ts";
import { countCharacters, takeCharacters } from "../characters.ts";
import { takePlainLine } from "../plain-line.ts";

const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/**
 * The first line of a description that still says something without its Markdown marks, on at most 120 characters;
 * `undefined` when there is none.
 */
export function takeTitle(description: string): string | undefined {
  for (const line of description.split(/[\r\n\u2028\u2029]/u)) {
    // Asked of the line first, because most lines that say nothing say so at once.
    const title = SAYS_SOMETHING.test(line) ? takePlainLine(line).trim() : "";
    if (SAYS_SOMETHING.test(title)) return shorten(title);
  }
  return undefined;
}

/** Cuts at the bound, with an ellipsis in its last place. */
export function shorten(title: string): string {
  if (countCharacters(title) <= BOUNDS.title) return title;
  return `${takeCharacters(title, BOUNDS.title - 1).trimEnd()}…`;
}
