// What one reads of a chat's message, whatever else is in it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSlackMessage } from "./read-slack-message.ts";
import { readTeamsMessage } from "./read-teams-message.ts";

const URL = "http://localhost:9000/approvals/default/single-1-approve";

describe("a message of Slack", () => {
  it("is its blocks, in order: headings, words, links and buttons", () => {
    const parts = readSlackMessage({
      text: "not shown",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "Release <3> & more" } },
        { type: "section", text: { type: "mrkdwn", text: `Fish &amp; chips &lt;@U1&gt; <${URL}|Review>` } },
        { type: "section", fields: [{ type: "plain_text", text: "Until 17:30" }] },
        { type: "divider" },
        {
          type: "actions",
          elements: [{ type: "button", text: { type: "plain_text", text: "Review" }, url: URL }],
        },
        { type: "context", elements: [{ type: "mrkdwn", text: "demo" }] },
      ],
    });
    assert.deepEqual(parts, [
      { kind: "heading", text: "Release <3> & more" },
      { kind: "text", runs: [{ text: "Fish & chips <@U1> " }, { text: "Review", url: URL }] },
      { kind: "text", runs: [{ text: "Until 17:30" }] },
      { kind: "link", text: "Review", url: URL },
      { kind: "text", runs: [{ text: "demo" }] },
    ]);
  });

  it("is its text where it has no blocks, and nothing odd where it is odd", () => {
    assert.deepEqual(readSlackMessage({ text: "hello" }), [{ kind: "text", runs: [{ text: "hello" }] }]);
    for (const odd of [null, 7, [], { blocks: 7 }, { blocks: [null, { type: "section" }] }]) {
      assert.ok(readSlackMessage(odd).every(({ kind }) => kind === "text"));
    }
  });
});

describe("a message of Teams", () => {
  it("is its card's elements, in order, those in containers too", () => {
    const card = {
      type: "AdaptiveCard",
      body: [
        { type: "TextBlock", text: "Release", size: "Large" },
        { type: "Container", items: [{ type: "TextBlock", text: "**two** changes" }] },
        { type: "ColumnSet", columns: [{ items: [{ type: "TextBlock", text: "left" }] }] },
        {
          type: "RichTextBlock",
          inlines: [{ type: "TextRun", text: "large ", size: "large" }, { text: "run" }],
        },
        { type: "RichTextBlock", inlines: [{ text: "plain " }, { type: "TextRun", text: "run" }] },
        { type: "FactSet", facts: [{ title: "Until", value: "17:30" }] },
        { type: "Image", url: "https://elsewhere.example/x.png" },
      ],
      actions: [{ type: "Action.OpenUrl", title: "Review", url: URL }, { type: "Action.Submit" }],
    };
    const type = "application/vnd.microsoft.card.adaptive";
    assert.deepEqual(readTeamsMessage({ attachments: [{ contentType: type, content: card }] }), [
      { kind: "heading", text: "Release" },
      { kind: "text", runs: [{ text: "**two** changes" }] },
      { kind: "text", runs: [{ text: "left" }] },
      { kind: "heading", text: "large run" },
      { kind: "text", runs: [{ text: "plain " }, { text: "run" }] },
      { kind: "facts", facts: [{ name: "Until", value: "17:30" }] },
      { kind: "link", text: "Review", url: URL },
    ]);
  });

  it("is nothing where it has no card", () => {
    for (const odd of [null, 7, {}, { attachments: [{ content: "x" }] }]) {
      assert.deepEqual(readTeamsMessage(odd), []);
    }
  });
});
