/** A piece of a template in Qute. */
export interface QutePiece {
  readonly kind: "text" | "tag";
  /** Of a tag, what is between its braces; of a text, what is written. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** How many lines it goes over, beyond those that a text has itself. */
  readonly breaks: number;
}

/** In the order in which they are tried, where a brace or a backslash stands. */
const PIECES: readonly (readonly [kind: "comment" | "unparsed" | "escaped" | "tag", pattern: RegExp])[] = [
  ["comment", /\{!(?<content>[\s\S]*?)!\}/uy],
  ["unparsed", /\{\|(?<content>[\s\S]*?)\|\}/uy],
  ["escaped", /\\(?<content>[{}])/uy],
  // Whatever does not begin so is text: the braces of style sheets and of JSON.
  ["tag", /\{(?<content>[\p{L}\d_#@/](?:'[^']*'|"[^"]*"|[^}'"])*)\}/uy],
];

/** The pieces of a template; a comment is left of its line breaks alone. */
export function cutQute(source: string): readonly QutePiece[] {
  const pieces: QutePiece[] = [];
  let text = "";
  let textLine = 1;
  let line = 1;
  let index = 0;
  const add = (content: string): void => {
    if (text === "") textLine = line;
    text += content;
  };
  while (index < source.length) {
    const { kind, content, length } = readPiece(source, index);
    const whole = source.slice(index, index + length);
    if (kind === "tag") {
      if (text !== "") pieces.push({ kind: "text", text, line: textLine, breaks: 0 });
      text = "";
      pieces.push({ kind: "tag", text: content, line, breaks: countBreaks(whole) });
    } else {
      add(kind === "comment" ? "\n".repeat(countBreaks(whole)) : content);
    }
    line += countBreaks(whole);
    index += length;
  }
  if (text !== "") pieces.push({ kind: "text", text, line: textLine, breaks: 0 });
  return pieces;
}

function readPiece(source: string, index: number) {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = index;
    const match = pattern.exec(source);
    if (match !== null) return { kind, content: match.groups?.["content"] ?? "", length: match[0].length };
  }
  // A brace that begins nothing is text with what follows it, so that `{{x}}` is text as a whole.
  const taken = source[index] === "{" ? 2 : 1;
  const next = source.slice(index + taken).search(/[{\\]/u);
  const content = source.slice(index, next === -1 ? undefined : index + taken + next);
  return { kind: "text" as const, content, length: content.length };
}

function countBreaks(text: string): number {
  return text.split("\n").length - 1;
}
