// Characters that do not show.

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
/** What is to be there though it does not show: pieces of a regular expression for the `v` flag. */
export const JOINED = [
  String.raw`\p{RGI_Emoji_Tag_Sequence}`,
  String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=[[${JOINING_SCRIPTS}]&&[\p{L}\p{M}]])[\u200C\u200D]`,
].join("|");

/** They choose one of several looks of the character before them, as in emoji and in Japanese names. */
const SELECTED = [
  String.raw`(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]`,
  String.raw`(?<=\p{Ideographic})[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]`,
].join("|");

const HIDDEN = new RegExp(String.raw`(${JOINED}|${SELECTED})|\p{Default_Ignorable_Code_Point}`, "gv");

/** Without what does not show and nobody can have meant to type, like a zero-width space that was copied along. */
export function dropHidden(text: string): string {
  return text.replaceAll(HIDDEN, (_, meant?: string) => meant ?? "");
}
