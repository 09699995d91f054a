import { type Liquid, Tokenizer, TypeGuards } from "liquidjs";

import type { TemplatePiece } from "./place-values.ts";

/** The pieces of a template, by the tokenizer that the engine has; without comments. Throws as that does. */
export function cutTemplate(engine: Liquid, file: string, source: string): readonly TemplatePiece[] {
  const tokens = new Tokenizer(source, engine.options.operators, file).readTopLevelTokens(engine.options);
  const pieces: TemplatePiece[] = [];
  let line = 1;
  let end = 0;
  let isComment = false;
  for (const token of tokens) {
    line += countBreaks(source.slice(end, token.begin));
    const text = source.slice(token.begin, token.end);
    const name = TypeGuards.isTagToken(token) ? token.name : undefined;
    if (name === "comment") isComment = true;
    // What a comment has in it is left out, but for its line breaks: later lines keep their numbers.
    if (isComment) pieces.push({ kind: "html", text: text.replaceAll(/[^\n]/gu, ""), line });
    else if (name !== undefined) pieces.push({ kind: "tag", text, name, line });
    else pieces.push({ kind: TypeGuards.isOutputToken(token) ? "value" : "html", text, line });
    if (name === "endcomment") isComment = false;
    line += countBreaks(text);
    end = token.end;
  }
  return pieces;
}

function countBreaks(text: string): number {
  return text.split("\n").length - 1;
}
