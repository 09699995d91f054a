// An Adaptive Card in a message, as the Workflows of Teams take it. What people wrote stands in a `TextRun`, in which there is
// no Markdown; a mention would need an entity beside the text, and a card of ours never has one.
import { cutTo } from "../../../objects/characters.ts";
import type { Description, Tone } from "../../describe-message.ts";

/** Bytes of each text, so that the whole stays below the 28 KB that Teams takes. */
const MOST = { title: 600, text: 6_000, fact: 1_000, vote: 1_200 } as const;

const COLORS: Readonly<Record<Tone, string>> = {
  open: "accent",
  good: "good",
  bad: "attention",
  over: "default",
};

interface TextRun {
  readonly type: "TextRun";
  readonly text: string;
  readonly size?: "large";
  readonly weight?: "bolder";
  readonly isSubtle?: true;
}

type Element =
  | {
      readonly type: "TextBlock";
      readonly text: string;
      readonly color: string;
      readonly weight: "bolder";
      readonly wrap: true;
    }
  | { readonly type: "RichTextBlock"; readonly inlines: readonly TextRun[]; readonly separator?: true };

interface AdaptiveCard {
  readonly $schema: string;
  readonly type: "AdaptiveCard";
  readonly version: "1.4";
  readonly lang: "en";
  readonly fallbackText: string;
  readonly body: readonly Element[];
  readonly actions: readonly {
    readonly type: "Action.OpenUrl";
    readonly title: string;
    readonly url: string;
  }[];
}

interface TeamsMessage {
  readonly type: "message";
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/** A message that Teams takes, whatever people wrote: each text is cut to its bound. */
export function writeAdaptiveCard(description: Description): TeamsMessage {
  const { headline, button } = description;
  const content: AdaptiveCard = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    lang: "en",
    fallbackText: `${headline}. Open Countersign to read what is asked.`,
    body: writeBody(description),
    actions: [{ type: "Action.OpenUrl", title: button.label, url: button.url }],
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

function writeBody({ headline, tone, title, text, facts, votes }: Description): readonly Element[] {
  return [
    { type: "TextBlock", text: headline, color: COLORS[tone], weight: "bolder", wrap: true },
    writeText([{ ...run(title, MOST.title), size: "large", weight: "bolder" }]),
    ...(text === undefined ? [] : [writeText([run(text, MOST.text)])]),
    ...facts.map((fact) =>
      writeText([{ ...run(`${fact.label}: `, MOST.fact), isSubtle: true }, run(fact.text, MOST.fact)]),
    ),
    ...votes.map((vote): Element => ({ ...writeText([run(vote, MOST.vote)]), separator: true })),
  ];
}

function writeText(inlines: readonly TextRun[]): Extract<Element, { readonly type: "RichTextBlock" }> {
  return { type: "RichTextBlock", inlines };
}

/** `{{DATE(…)}}` is a function of cards in any text: two braces are kept apart. */
function run(text: string, most: number): TextRun {
  return { type: "TextRun", text: cutTo(text.replaceAll(/\{(?=\{)/gu, "{ "), most) };
}
