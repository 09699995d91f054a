import { dropMarksBeyond } from "../../std/combining-marks.ts";
import { takeCharacters } from "../characters.ts";

const MAX_CHARACTERS = 1_024;

const BLANKS = /[\s\u0085]+/gu;
const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/u;

/** Everything that a shell, JSON, or Tekton's `$(…)` could take for more than text. */
const HARMFUL = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic} .,:@/_+=%#!?’”-]/gu;

/**
 * A text that people typed, made harmless for pipelines that paste results into scripts: one line, no quote, no
 * bracket, no leading dash, at most 1,024 characters. It is never a JSON array, which Tekton would take apart
 * (contract C61), and survives quotes of either kind (contract C67).
 */
export function makeHarmless(text: string): string {
  const line = dropMarksBeyond(text)
    .normalize("NFC")
    .trim()
    .replaceAll(BLANKS, (blanks) => (LINE_BREAK.test(blanks) ? " " : blanks))
    .replaceAll("'", "’")
    .replaceAll('"', "”")
    .replaceAll(HARMFUL, "_")
    .replace(/^-/u, "_");
  return takeCharacters(line, MAX_CHARACTERS);
}
