import { dropMarksBeyond } from "../../std/combining-marks.ts";
import { takeCharacters } from "../characters.ts";
import { JOINED } from "../hidden-characters.ts";

const MAX_CHARACTERS = 1_024;

const BLANKS = /[\s\u0085]+/gu;
const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/u;
const BLANK = /\s/gu;

/**
 * What PowerShell takes for a quote or a dash, and what looks like it, becomes a letter that looks like a quote (no shell reads
 * it, and nothing normalizes it into one) or the plain dash.
 */
const COUNTERPARTS: readonly (readonly [typography: RegExp, plain: string])[] = [
  [/['\u2018-\u201B]/gu, "\u02BC"],
  [/["\u02BA\u201C-\u201F\u301D-\u301F]/gu, "\u02EE"],
  [/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu, "-"],
  [/\u2026/gu, "..."],
  [/[\uFE6A\uFF05]/gu, "%"],
];

/** Of ASCII, what no shell, CEL, JSON, YAML, Markdown or `$(…)` of Tekton takes for more than text inside quotes. */
const PLAIN = String.raw`[A-Za-z0-9 .,:@\/_+=%#!?\-]`;
const SPECIAL = new RegExp(String.raw`[[\p{ASCII}--${PLAIN}]\u2013-\u2015\u2018-\u201F]`, "v");

/** What programs take for more than text at the beginning of an argument: an option, or `@` before a file, as curl does. */
const OPTION = /^[-@\uFE6B\uFF20]/u;

/**
 * `%NAME%`, `%1` and `!NAME!` are variables in scripts of cmd.exe, inside quotes too. So a percent sign stays behind a number
 * alone, and neither stays before a letter or digit: `50 % done!`.
 */
const NO_SHARE = /(?<!\p{Nd} ?)%/gu;
const SIGNS = /[!%_=]+(?=([[\p{L}\p{N}]--[\u02BC\u02EE]])?)/gv;

const UNLIKE_PLAIN = new RegExp(`(${JOINED})|[^${PLAIN}]`, "gv");

/** Emoji that Unicode has a place for, too: keyboards have them before this does. */
const SHOWS =
  /^[\p{Variation_Selector}[[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Extended_Pictographic}]--\p{Default_Ignorable_Code_Point}]]$/v;

/**
 * A text that people typed, made harmless for pipelines that paste results into scripts: one line, no quote of a shell, no
 * bracket, no leading dash or @, at most 1,024 characters. It is never a JSON array, which Tekton would take apart
 * (contract C61), and survives quotes of either kind (contract C67). Quotes and dashes become their counterparts
 * (decision 37). What else is not ASCII stays as it was typed, unless it does not show, or becomes what is harmful when
 * somebody normalizes it, as `＄` becomes `$`.
 */
export function makeHarmless(text: string): string {
  const line = writePlainly(toOneLine(dropMarksBeyond(text).normalize("NFC")));
  const shown = takeCharacters(line, MAX_CHARACTERS)
    .trimEnd()
    .replaceAll(UNLIKE_PLAIN, (piece: string, joined?: string) =>
      joined !== undefined || isOnlyText(piece) ? piece : "_",
    );
  return dropVariables(shown).replace(OPTION, "_");
}

function toOneLine(text: string): string {
  return text
    .replaceAll(BLANKS, (blanks) => (LINE_BREAK.test(blanks) ? " " : blanks.replaceAll(BLANK, " ")))
    .trim();
}

function writePlainly(line: string): string {
  return COUNTERPARTS.reduce((text, [typography, plain]) => text.replaceAll(typography, plain), line);
}

function dropVariables(text: string): string {
  return text
    .replaceAll(NO_SHARE, "_")
    .replaceAll(SIGNS, (signs: string, name?: string) =>
      name === undefined ? signs : signs.replaceAll(/[!%]/gu, "_"),
    );
}

function isOnlyText(character: string): boolean {
  return SHOWS.test(character) && !SPECIAL.test(character.normalize("NFKD"));
}
