import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { KnownBlock } from "@slack/types";

import { makeHostileMessages } from "../../../../test/kit/chat/hostile-messages.ts";
import { listHostileTexts } from "../../../../test/kit/chat/hostile-texts.ts";
import {
  findBlockFaults,
  type ReadSlackMessage,
  readSlackMessage,
  refuseSlackPayload,
  type SlackPayload,
} from "../../../../test/kit/chat/slack-rules.ts";
import { makeMessage, makeOutcome } from "../../../../test/kit/make-message.ts";
import { describeMessage } from "../../describe-message.ts";
import type { Message } from "../../message.ts";
import { takeText } from "../../plain-text.ts";
import { writeSlackMessage } from "./write-slack-message.ts";

type Frozen<T> = { readonly [Key in keyof T]: Frozen<T[Key]> };

/** Written as Slack's own types have it, which the compiler checks, and as it is sent. */
function write(message: Message): SlackPayload {
  const written: { readonly blocks: readonly Frozen<KnownBlock>[] } = writeSlackMessage(
    describeMessage(message, "UTC"),
  );
  return JSON.parse(JSON.stringify(written)) as SlackPayload;
}

function read(message: Message): ReadSlackMessage {
  return readSlackMessage(write(message));
}

describe("a message for Slack", () => {
  test("says what is asked, and has one button, to the approval", () => {
    const message = makeMessage({
      approval: { spec: { title: "Release 2 & more", description: "Why not?" } },
    });
    assert.deepEqual(read(message), {
      links: ["https://approve.example/approvals/default/release-approve"],
      mentions: [],
      title: "Release 2 & more",
      texts: [
        "Approval needed: Release 2 & more",
        "Approval needed",
        "Release 2 & more",
        "Why not?",
        "Pipeline\nrelease (run release-1, namespace default)",
        "Waits for\nmary or john",
        "Until\nTue 24 Nov 2026, 18:00 UTC",
        "Review",
      ],
    });
  });

  test("of an outcome says who voted what", () => {
    const { texts } = read(makeOutcome());
    assert.ok(texts.includes("Decided\nApproved by mary. Tue 24 Nov 2026, 11:00 UTC"));
    assert.ok(texts.includes("mary approved: looks good"));
  });

  test("has nothing empty in it where nothing is described", () => {
    const payload = write(makeMessage({ approval: { spec: { description: " \n" } } }));
    assert.deepEqual(findBlockFaults(payload), []);
  });

  for (const [sentence, title, shown] of [
    ["as long as Slack takes", "x".repeat(150), "x".repeat(150)],
    ["a character too long", "x".repeat(151), `${"x".repeat(149)}…`],
    ["too long as Slack counts", "&".repeat(120), `${"&".repeat(29)}…`],
    ["too long within a character", `${"x".repeat(149)}😀`, `${"x".repeat(149)}…`],
  ] as const) {
    test(`has a title that is ${sentence} as ${shown.length} characters`, () => {
      const payload = write(makeMessage({ approval: { spec: { title } } }));
      assert.equal(readSlackMessage(payload).title, shown);
      assert.deepEqual(findBlockFaults(payload), []);
    });
  }
});

test("no text makes a link, a mention or a message that Slack refuses", () => {
  const own = "https://approve.example/approvals/default/release-approve";
  let messages = 0;
  for (const text of listHostileTexts(1_000)) {
    for (const message of makeHostileMessages(text)) {
      const payload = write(message);
      assert.equal(refuseSlackPayload(JSON.stringify(payload)), undefined, findBlockFaults(payload).join());
      const { links, mentions } = readSlackMessage(payload);
      assert.deepEqual([links, mentions], [[own], []], JSON.stringify(text.slice(0, 200)));
      messages += 1;
    }
  }
  assert.equal(messages, 3_000);
});

test("what people wrote is read as they wrote it", () => {
  for (const text of listHostileTexts(1_000)) {
    const [request] = makeHostileMessages(text);
    const { texts } = read(request ?? assert.fail("there is one"));
    const described = texts[3] ?? "";
    const beginning = takeText(text).trim().slice(0, 500);
    if (beginning !== "") assert.ok(described.startsWith(beginning), JSON.stringify(beginning));
  }
});
