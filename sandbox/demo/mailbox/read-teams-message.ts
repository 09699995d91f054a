// An Adaptive Card as much as one reads of it: blocks of text, facts, what holds such, and buttons that lead somewhere.
import { fieldsOf, listOf, type MessagePart, type Run, textOf } from "./message-part.ts";

/** What stands in the card, in its order. */
export function readTeamsMessage(body: unknown): readonly MessagePart[] {
  return listOf(fieldsOf(body)["attachments"]).flatMap(({ content }) => {
    const { body: elements, actions } = fieldsOf(content);
    return [...listOf(elements).flatMap(readElement), ...listOf(actions).flatMap(readAction)];
  });
}

type Element = Readonly<Record<string, unknown>>;

function readElement(element: Element): readonly MessagePart[] {
  switch (element["type"]) {
    case "TextBlock":
      return readTextBlock(element);
    case "RichTextBlock":
      return readRichText(listOf(element["inlines"]));
    case "FactSet": {
      const facts = listOf(element["facts"]);
      const read = facts.map(({ title, value }) => ({ name: textOf(title), value: textOf(value) }));
      return [{ kind: "facts", facts: read }];
    }
    case "ActionSet":
      return listOf(element["actions"]).flatMap(readAction);
    case "Container":
    case "Column":
      return listOf(element["items"]).flatMap(readElement);
    case "ColumnSet":
      return listOf(element["columns"]).flatMap((column) => readElement({ ...column, type: "Column" }));
    default:
      return [];
  }
}

function readTextBlock({ text, size }: Element): readonly MessagePart[] {
  return [
    isLarge(size)
      ? { kind: "heading", text: textOf(text) }
      : { kind: "text", runs: [{ text: textOf(text) }] },
  ];
}

/** Its words one after the other; large ones are a heading. */
function readRichText(inlines: readonly Element[]): readonly MessagePart[] {
  const runs: readonly Run[] = inlines.map(({ text }) => ({ text: textOf(text) }));
  if (!inlines.some(({ size }) => isLarge(size))) return [{ kind: "text", runs }];
  return [{ kind: "heading", text: runs.map(({ text }) => text).join("") }];
}

/** Words of this schema may be written in upper or lower case. */
function isLarge(size: unknown): boolean {
  return /^(?:extra)?large$/iu.test(textOf(size));
}

function readAction({ type, title, url }: Element): readonly MessagePart[] {
  if (type !== "Action.OpenUrl" || typeof url !== "string") return [];
  return [{ kind: "link", text: textOf(title), url }];
}
