import { BOUNDS } from "./approval-task.ts";
import { countCharacters, takeCharacters } from "./characters.ts";

/** Markdown that stands at the beginning of a line: heading, quote, list, task, fence. */
const LINE_MARKS =
  /^(?:\s*(?:#{1,6}(?=\s|$)|>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)|`{3,}|~{3,}))+\s*/u;

/**
 * The first line of a description that still says something without its Markdown marks, on at most 120 characters;
 * `undefined` when there is none.
 */
export function takeTitle(description: string): string | undefined {
  for (const line of description.split(/[\r\n\u2028\u2029]/u)) {
    const title = dropMarks(line).trim();
    if (/[\p{L}\p{N}]/u.test(title)) return shorten(title);
  }
  return undefined;
}

function dropMarks(line: string): string {
  return line
    .replace(LINE_MARKS, "")
    .replace(/\s+#+\s*$/u, "")
    .replaceAll(/!?\[(?<text>[^\]]*)\]\([^)]*\)/gu, "$<text>")
    .replaceAll(/(?<mark>\*{1,3}|~~|`+)(?<text>[^*~`]+)\k<mark>/gu, "$<text>")
    .replaceAll(/(?<![\p{L}\p{N}])(?<mark>_{1,3})(?<text>[^_]+)\k<mark>(?![\p{L}\p{N}])/gu, "$<text>")
    .replaceAll(/\\(?<mark>[!-/:-@[-`{-~])/gu, "$<mark>")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

/** Cuts at the bound, with an ellipsis in its last place. */
export function shorten(title: string): string {
  if (countCharacters(title) <= BOUNDS.title) return title;
  return `${takeCharacters(title, BOUNDS.title - 1).trimEnd()}…`;
}
