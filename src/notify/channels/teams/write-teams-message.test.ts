import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { findCardFaults } from "../../../../test/kit/chat/find-card-faults.ts";
import { makeHostileMessages } from "../../../../test/kit/chat/hostile-messages.ts";
import { listHostileTexts } from "../../../../test/kit/chat/hostile-texts.ts";
import {
  type MessageCardPayload,
  readMessageCard,
  readTeamsMessage,
  refuseTeamsPayload,
  type TeamsPayload,
} from "../../../../test/kit/chat/teams-rules.ts";
import { makeMessage, makeOutcome } from "../../../../test/kit/make-message.ts";
import { describeMessage } from "../../describe-message.ts";
import type { Message } from "../../message.ts";
import { writeAdaptiveCard } from "./write-adaptive-card.ts";
import { writeMessageCard } from "./write-message-card.ts";

const OWN = "https://approve.example/approvals/default/release-approve";

const writeCard = (message: Message): string =>
  JSON.stringify(writeAdaptiveCard(describeMessage(message, "UTC")));
const readCard = (body: string) => readTeamsMessage(JSON.parse(body) as TeamsPayload);
const writeOldCard = (message: Message): string =>
  JSON.stringify(writeMessageCard(describeMessage(message, "UTC")));
const readOldCard = (body: string) => readMessageCard(JSON.parse(body) as MessageCardPayload);

const REQUEST = makeMessage({ approval: { spec: { title: "Release **2**", description: "a\nb" } } });

describe("an Adaptive Card", () => {
  test("says what is asked, and has one button, to the approval", () => {
    const body = writeCard(REQUEST);
    assert.equal(refuseTeamsPayload(body), undefined);
    assert.deepEqual(readCard(body), {
      links: [OWN],
      texts: [
        "Approval needed",
        "Release **2**",
        "a\nb",
        "Pipeline: release (run release-1, namespace default)",
        "Waits for: mary or john",
        "Until: Tue 24 Nov 2026, 18:00 UTC",
      ],
    });
  });

  test("of an outcome says who voted what", () => {
    const { texts } = readCard(writeCard(makeOutcome()));
    assert.ok(texts.includes("Decided: Approved by mary. Tue 24 Nov 2026, 11:00 UTC"));
    assert.ok(texts.includes("mary approved: looks good"));
  });

  test("has no time that a reader's client would fill in", () => {
    const description = "{{DATE(2017-02-14T06:08:39Z, SHORT)}} {{{TIME(2017-02-14T06:08:39Z)}}}";
    assert.doesNotMatch(writeCard(makeMessage({ approval: { spec: { description } } })), /\{\{/u);
  });
});

describe("a MessageCard", () => {
  test("says the same, and no Markdown of people's", () => {
    const body = writeOldCard(REQUEST);
    const { sections, summary } = JSON.parse(body) as MessageCardPayload;
    assert.equal(summary, "Approval needed");
    assert.equal(sections[0]?.markdown, false);
    assert.equal(sections[0]?.activityTitle, "Release **2**");
    assert.deepEqual(readOldCard(body).links, [OWN]);
  });

  test("has the keys that relays for Automatiko read", () => {
    const card = JSON.parse(writeOldCard(REQUEST)) as Record<string, unknown>;
    assert.deepEqual(Object.keys(card).toSorted(), [
      "@context",
      "@type",
      "potentialAction",
      "sections",
      "summary",
      "themeColor",
    ]);
  });
});

for (const [name, write, read] of [
  ["Adaptive Card", writeCard, readCard],
  ["MessageCard", writeOldCard, readOldCard],
] as const) {
  test(`no text makes a link or a mention in ${name}, or one that is too large`, () => {
    let messages = 0;
    for (const text of listHostileTexts(1_000)) {
      for (const message of makeHostileMessages(text)) {
        const body = write(message);
        if (name === "Adaptive Card") assert.equal(refuseTeamsPayload(body), undefined);
        assert.ok(Buffer.byteLength(body) <= 28 * 1024, `${Buffer.byteLength(body)} bytes`);
        assert.deepEqual(read(body).links, [OWN], JSON.stringify(text.slice(0, 200)));
        assert.doesNotMatch(body, /"(?:msteams|entities|mentioned)"/u);
        messages += 1;
      }
    }
    assert.equal(messages, 3_000);
  });
}

test("Microsoft's own library knows what is wrong with a card", () => {
  const card = (element: object): object => ({ type: "AdaptiveCard", version: "1.4", body: [element] });
  const block = { type: "TextBlock", text: "a" };
  assert.deepEqual(findCardFaults(card(block)), []);
  assert.match(findCardFaults(card({ ...block, color: "blue" })).join(), /"blue" for property "color"/u);
  assert.match(findCardFaults(card({ ...block, type: "Headline" })).join(), /type "Headline"/u);
  const actions = [{ type: "Action.OpenUrl", title: "Review" }];
  assert.match(findCardFaults({ ...card(block), actions }).join(), /"url" must be set/u);
});
