import { dropMarksBeyond } from "../../std/combining-marks.ts";
import { takeCharacters } from "../characters.ts";

const MAX_CHARACTERS = 1_024;

const BLANKS = /[\s\u0085]+/gu;
const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/u;
const BLANK = /\s/gu;

/** A dash at the beginning begins an option; so do the forms that become one when somebody normalizes the text (NFKC). */
const LEADING_DASH = /^[-\uFE63\uFF0D]/u;

/** Of ASCII, what no shell, CEL, JSON, YAML, Markdown or `$(…)` of Tekton takes for more than text inside quotes. */
const PLAIN = String.raw`[A-Za-z0-9 .,:@\/_+=%#!?\-]`;
const SPECIAL = new RegExp(String.raw`[\p{ASCII}--${PLAIN}]`, "v");

/** Families and flags are joined by characters that do not show, and so are letters of scripts from Arabic to Sinhala. */
const JOINING_SCRIPTS = [
  "Arab",
  "Syrc",
  "Deva",
  "Beng",
  "Guru",
  "Gujr",
  "Orya",
  "Taml",
  "Telu",
  "Knda",
  "Mlym",
  "Sinh",
]
  .map((script) => String.raw`\p{scx=${script}}`)
  .join("");
const JOINED = [
  String.raw`\p{RGI_Emoji_Tag_Sequence}`,
  String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=[[${JOINING_SCRIPTS}]&&[\p{L}\p{M}]])[\u200C\u200D]`,
].join("|");
const UNLIKE_PLAIN = new RegExp(`(${JOINED})|[^${PLAIN}]`, "gv");

/** Emoji that Unicode has a place for, too: keyboards have them before this does. */
const SHOWS =
  /^[\p{Variation_Selector}[[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Extended_Pictographic}]--\p{Default_Ignorable_Code_Point}]]$/v;

/**
 * A text that people typed, made harmless for pipelines that paste results into scripts: one line, no quote of a shell, no
 * bracket, no leading dash, at most 1,024 characters. It is never a JSON array, which Tekton would take apart
 * (contract C61), and survives quotes of either kind (contract C67). What is not ASCII stays as it was typed, unless it
 * does not show, or becomes what is harmful when somebody normalizes it, as `＄` becomes `$`.
 */
export function makeHarmless(text: string): string {
  const line = dropMarksBeyond(text)
    .normalize("NFC")
    .replaceAll(BLANKS, (blanks) => (LINE_BREAK.test(blanks) ? " " : blanks.replaceAll(BLANK, " ")))
    .trim()
    .replaceAll("'", "’")
    .replaceAll('"', "”");
  return takeCharacters(line, MAX_CHARACTERS)
    .trimEnd()
    .replaceAll(UNLIKE_PLAIN, (piece: string, joined?: string) =>
      joined !== undefined || isOnlyText(piece) ? piece : "_",
    )
    .replace(LEADING_DASH, "_");
}

function isOnlyText(character: string): boolean {
  return SHOWS.test(character) && !SPECIAL.test(character.normalize("NFKD"));
}
