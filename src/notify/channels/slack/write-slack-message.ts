// Block Kit, for an incoming webhook. All texts are `plain_text`, in which Slack looks for neither links nor mentions, and
// are escaped all the same, as Slack wants it of `&`, `<` and `>` everywhere.
import type { Description } from "../../describe-message.ts";

/** What Slack takes at most, in characters as they are sent. */
const MOST = { header: 150, section: 3_000, field: 2_000, context: 300, summary: 300 } as const;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  /** Whether `:tada:` becomes a picture. */
  readonly emoji: false;
}

interface LinkButton {
  readonly type: "button";
  readonly text: PlainText;
  readonly url: string;
  readonly action_id: "open";
  readonly style?: "primary";
}

type Block =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: PlainText }
  | { readonly type: "section"; readonly fields: readonly PlainText[] }
  | { readonly type: "context"; readonly elements: readonly PlainText[] }
  | { readonly type: "actions"; readonly elements: readonly LinkButton[] };

interface SlackMessage {
  /** What a phone shows before the message is opened. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** A message that Slack takes, whatever people wrote: each text is cut to its bound. */
export function writeSlackMessage({
  headline,
  tone,
  title,
  text,
  facts,
  votes,
  button,
}: Description): SlackMessage {
  const label = write(button.label, MOST.context);
  return {
    text: escapeAndCut(`${headline}: ${title}`, MOST.summary),
    blocks: [
      { type: "context", elements: [write(headline, MOST.context)] },
      { type: "header", text: write(title, MOST.header) },
      ...(text === undefined ? [] : [section(text)]),
      { type: "section", fields: facts.map((fact) => write(`${fact.label}\n${fact.text}`, MOST.field)) },
      ...votes.map(section),
      {
        type: "actions",
        elements: [
          {
            type: "button",
            text: label,
            url: button.url,
            action_id: "open",
            ...(tone === "open" && { style: "primary" }),
          },
        ],
      },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function section(text: string): Block {
  return { type: "section", text: write(text, MOST.section) };
}

function write(text: string, most: number): PlainText {
  return { type: "plain_text", text: escapeAndCut(text, most), emoji: false };
}

/** Cut to as many characters as are sent, escapes counted; never within one. */
function escapeAndCut(text: string, most: number): string {
  let written = "";
  let cut = "";
  for (const character of text) {
    written += ESCAPES[character] ?? character;
    if (written.length > most) return `${cut.trimEnd()}…`;
    if (written.length < most) cut = written;
  }
  return written;
}
