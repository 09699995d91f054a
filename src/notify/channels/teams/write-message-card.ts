// The retired MessageCard, for relays that were built for it. Markdown is switched off in its section; a relay that does not
// know that finds none either, because the characters that links and tags need are kept apart.
import { cutTo } from "../../../objects/characters.ts";
import type { Description, Tone } from "../../describe-message.ts";

const MOST = { title: 600, text: 6_000, fact: 1_000, vote: 1_200 } as const;

const COLORS: Readonly<Record<Tone, string>> = {
  open: "0F62FE",
  good: "198038",
  bad: "DA1E28",
  over: "6F6F6F",
};

/** Shows nothing, and is no part of any mark. */
const NOTHING = "\u200B";

interface MessageCard {
  readonly "@type": "MessageCard";
  readonly "@context": "http://schema.org/extensions";
  readonly themeColor: string;
  readonly summary: string;
  readonly sections: readonly {
    readonly activityTitle: string;
    readonly activitySubtitle: string;
    readonly text: string;
    readonly facts: readonly { readonly name: string; readonly value: string }[];
    readonly markdown: false;
  }[];
  readonly potentialAction: readonly {
    readonly "@type": "OpenUri";
    readonly name: string;
    readonly targets: readonly { readonly os: "default"; readonly uri: string }[];
  }[];
}

/** The same for whoever still takes the older card. */
export function writeMessageCard(description: Description): MessageCard {
  const { headline, tone, title, text, facts, votes, button } = description;
  return {
    "@type": "MessageCard",
    "@context": "http://schema.org/extensions",
    themeColor: COLORS[tone],
    summary: headline,
    sections: [
      {
        activityTitle: write(title, MOST.title),
        activitySubtitle: headline,
        text: write(text ?? "", MOST.text),
        facts: [
          ...facts.map((fact) => ({ name: fact.label, value: write(fact.text, MOST.fact) })),
          ...votes.map((vote) => ({ name: "Vote", value: write(vote, MOST.vote) })),
        ],
        markdown: false,
      },
    ],
    potentialAction: [
      { "@type": "OpenUri", name: button.label, targets: [{ os: "default", uri: button.url }] },
    ],
  };
}

function write(text: string, most: number): string {
  return cutTo(text.replaceAll(/[\]<]/gu, `$&${NOTHING}`), most);
}
