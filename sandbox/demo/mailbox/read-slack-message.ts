// Block Kit as much as one reads of it: headings, sections with fields, context lines and buttons that lead somewhere.
import { fieldsOf, listOf, type MessagePart, type Run, textOf } from "./message-part.ts";

/** What stands in the message; the text in place of blocks where there are none. */
export function readSlackMessage(body: unknown): readonly MessagePart[] {
  const { blocks, text } = fieldsOf(body);
  const parts = listOf(blocks).flatMap(readBlock);
  return parts.length > 0 ? parts : [{ kind: "text", runs: readMarkup(textOf(text)) }];
}

function readBlock(block: Readonly<Record<string, unknown>>): readonly MessagePart[] {
  switch (block["type"]) {
    case "header":
      return [{ kind: "heading", text: textOf(fieldsOf(block["text"])["text"]) }];
    case "section":
      return [...readTexts([fieldsOf(block["text"])]), ...readTexts(listOf(block["fields"]))];
    case "context":
      return readTexts(listOf(block["elements"]));
    case "actions":
      return listOf(block["elements"]).flatMap(readButton);
    default:
      return [];
  }
}

function readTexts(texts: readonly Readonly<Record<string, unknown>>[]): readonly MessagePart[] {
  return texts.flatMap(({ type, text }) => {
    if (typeof text !== "string" || text === "") return [];
    return [{ kind: "text", runs: type === "mrkdwn" ? readMarkup(text) : [{ text }] } as const];
  });
}

function readButton({ text, url }: Readonly<Record<string, unknown>>): readonly MessagePart[] {
  if (typeof url !== "string") return [];
  return [{ kind: "link", text: textOf(fieldsOf(text)["text"]), url }];
}

/** `<https://…|words>` is a link; `&amp;`, `&lt;` and `&gt;` are all that is escaped (Slack, "Formatting text"). */
function readMarkup(text: string): readonly Run[] {
  return text.split(/(?<link><[^<>]*>)/u).flatMap((piece): Run[] => {
    const link = /^<(?<url>https?:[^|>]*)(?:\|(?<words>[^>]*))?>$/u.exec(piece)?.groups;
    if (link?.["url"] === undefined) return piece === "" ? [] : [{ text: unescape(piece) }];
    const url = unescape(link["url"]);
    return [{ text: link["words"] === undefined ? url : unescape(link["words"]), url }];
  });
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
