// What Microsoft's documents say of a message for the Workflows of Teams: an Adaptive Card by its schema, in an attachment, in
// at most 28 KB; and what of a text becomes a link. Microsoft publishes the schema in no package. Of it here are the elements that
// our cards have, with every property that these may have; another element is refused. What has this shape is then given to
// Microsoft's own library.
import { Ajv } from "ajv";
import MarkdownIt from "markdown-it";

import { findCardFaults } from "./find-card-faults.ts";

const MOST_BYTES = 28 * 1024;

const text = { type: "string" } as const;
const yesOrNo = { type: "boolean" } as const;
const oneOf = (...values: readonly string[]) => ({ enum: values });

const SIZE = oneOf("default", "small", "medium", "large", "extraLarge");
const WEIGHT = oneOf("default", "lighter", "bolder");
const COLOR = oneOf("default", "dark", "light", "accent", "good", "warning", "attention");
const FONT = oneOf("default", "monospace");
const ALIGNMENT = oneOf("left", "center", "right");
const SPACING = oneOf("default", "none", "small", "medium", "large", "extraLarge", "padding");

/** An object that has these properties and no others. */
function shape(required: readonly string[], properties: Readonly<Record<string, object>>): object {
  return { type: "object", required, properties, additionalProperties: false };
}

const ELEMENT = {
  id: text,
  isVisible: yesOrNo,
  separator: yesOrNo,
  spacing: SPACING,
  height: oneOf("auto", "stretch"),
};

const TEXT_STYLE = { color: COLOR, fontType: FONT, isSubtle: yesOrNo, size: SIZE, weight: WEIGHT };

const TEXT_BLOCK = shape(["type", "text"], {
  ...ELEMENT,
  ...TEXT_STYLE,
  type: { const: "TextBlock" },
  text,
  wrap: yesOrNo,
  maxLines: { type: "number" },
  horizontalAlignment: ALIGNMENT,
  style: oneOf("default", "heading", "columnHeader"),
});

const TEXT_RUN = shape(["type", "text"], {
  ...TEXT_STYLE,
  type: { const: "TextRun" },
  text,
  highlight: yesOrNo,
  italic: yesOrNo,
  strikethrough: yesOrNo,
  underline: yesOrNo,
});

const RICH_TEXT_BLOCK = shape(["type", "inlines"], {
  ...ELEMENT,
  type: { const: "RichTextBlock" },
  inlines: { type: "array", items: { anyOf: [text, TEXT_RUN] } },
  horizontalAlignment: ALIGNMENT,
});

const OPEN_URL = shape(["type", "url"], {
  type: { const: "Action.OpenUrl" },
  url: { type: "string", format: "uri-reference" },
  title: text,
  id: text,
  iconUrl: text,
  tooltip: text,
  isEnabled: yesOrNo,
  style: oneOf("default", "positive", "destructive"),
  mode: oneOf("primary", "secondary"),
});

const CARD = shape(["type", "version"], {
  $schema: text,
  type: { const: "AdaptiveCard" },
  version: oneOf("1.0", "1.1", "1.2", "1.3", "1.4", "1.5"),
  lang: { type: "string", pattern: "^[a-z]{2}$" },
  fallbackText: text,
  speak: text,
  minHeight: text,
  rtl: yesOrNo,
  verticalContentAlignment: oneOf("top", "center", "bottom"),
  body: { type: "array", items: { anyOf: [TEXT_BLOCK, RICH_TEXT_BLOCK] } },
  actions: { type: "array", items: OPEN_URL },
});

const ATTACHMENT = shape(["contentType", "content"], {
  contentType: { const: "application/vnd.microsoft.card.adaptive" },
  contentUrl: { type: "null" },
  content: CARD,
});

const validate = new Ajv({ validateFormats: false, strict: false }).compile(
  shape(["type", "attachments"], {
    type: { const: "message" },
    attachments: { type: "array", minItems: 1, maxItems: 1, items: ATTACHMENT },
  }),
);

export interface TeamsPayload {
  readonly attachments: readonly { readonly content: AdaptiveCard }[];
}

interface AdaptiveCard {
  readonly fallbackText?: string;
  readonly msteams?: unknown;
  readonly body: readonly {
    readonly type: string;
    readonly text?: string;
    readonly inlines?: readonly { readonly text: string }[];
  }[];
  readonly actions: readonly { readonly url: string; readonly title: string }[];
}

/** Why Teams does not take it; undefined when it does. */
export function refuseTeamsPayload(body: string): string | undefined {
  if (Buffer.byteLength(body) > MOST_BYTES) return "the message is larger than 28 KB";
  const payload = JSON.parse(body) as TeamsPayload;
  if (!validate(payload)) return JSON.stringify(validate.errors?.[0]);
  return payload.attachments.flatMap(({ content }) => findCardFaults(content))[0];
}

export interface ReadTeamsMessage {
  readonly links: readonly string[];
  /** As people read them, in order. */
  readonly texts: readonly string[];
}

/** Text blocks have Markdown, and runs have not. A mention needs an entity beside the card's content, which the schema refuses. */
export function readTeamsMessage({ attachments: [attachment] }: TeamsPayload): ReadTeamsMessage {
  const { body = [], actions = [], fallbackText = "" } = attachment?.content ?? {};
  const marked = [fallbackText, ...body.flatMap(({ text: own }) => own ?? [])];
  return {
    links: [...actions.map(({ url }) => url), ...marked.flatMap(linksOf)],
    texts: body.flatMap(({ text: own, inlines = [] }) => [
      ...(own === undefined ? [] : [own]),
      ...(inlines.length === 0 ? [] : [inlines.map((run) => run.text).join("")]),
    ]),
  };
}

export interface MessageCardPayload {
  readonly summary: string;
  readonly sections: readonly {
    readonly activityTitle: string;
    readonly activitySubtitle: string;
    readonly text: string;
    readonly facts: readonly { readonly name: string; readonly value: string }[];
    readonly markdown: boolean;
  }[];
  readonly potentialAction: readonly { readonly targets: readonly { readonly uri: string }[] }[];
}

/** Read as if Markdown and HTML were on, as a relay may have it. */
export function readMessageCard({
  summary,
  sections,
  potentialAction,
}: MessageCardPayload): ReadTeamsMessage {
  const texts = sections.flatMap(({ activityTitle, activitySubtitle, text: own, facts }) => [
    activityTitle,
    activitySubtitle,
    own,
    ...facts.map(({ value }) => value),
  ]);
  const buttons = potentialAction.flatMap(({ targets }) => targets.map(({ uri }) => uri));
  return { links: [...buttons, ...[summary, ...texts].flatMap(linksOf)], texts };
}

const markdown = new MarkdownIt({ html: true, linkify: false });

/** Every link, picture and tag that Markdown makes of a text. */
function linksOf(marked: string): readonly string[] {
  const tokens = markdown.parse(marked, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  return tokens.flatMap((token) => {
    if (token.type === "link_open") return [String(token.attrGet("href"))];
    if (token.type === "image") return [String(token.attrGet("src"))];
    return token.type === "html_inline" || token.type === "html_block" ? [token.content] : [];
  });
}
