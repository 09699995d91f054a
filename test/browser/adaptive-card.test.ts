// T13, as Teams shows it: what Microsoft's own renderer makes of our cards in a browser, with Markdown and HTML switched on.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { it } from "node:test";

import { describeMessage } from "../../src/notify/describe-message.ts";
import { writeAdaptiveCard } from "../../src/notify/channels/teams/write-adaptive-card.ts";
import type { Message } from "../../src/notify/message.ts";
import { takeText } from "../../src/notify/plain-text.ts";
import { makeHostileMessages } from "../kit/chat/hostile-messages.ts";
import { listHostileTexts } from "../kit/chat/hostile-texts.ts";
import { launchChromium } from "./launch-chromium.ts";

const { resolve } = createRequire(import.meta.url);
/** What text is made of, and our button. */
const HARMLESS = new Set(["br", "button", "div", "p", "span"]);
const SCRIPTS = ["adaptivecards/dist/adaptivecards.min.js", "markdown-it/browser"];

/** Of one card: what it is made of, what its reader sees of it, and where its buttons lead. */
interface Shown {
  readonly tags: readonly string[];
  readonly text: string;
  readonly opened: readonly string[];
}

const SHOW = `(cards) => cards.map((content) => {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownit({ html: true, linkify: true }).render(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  const opened = [];
  card.onExecuteAction = ({ url }) => opened.push(url);
  card.parse(content);
  const shown = card.render();
  document.body.replaceChildren(shown);
  for (const button of shown.querySelectorAll("button, [role=button], [role=link]")) button.click();
  const tags = [...new Set([...shown.querySelectorAll("*")].map(({ localName }) => localName))].sort();
  return { tags, opened, text: shown.textContent };
})`;

function writeCard(message: Message): object {
  return writeAdaptiveCard(describeMessage(message, "UTC")).attachments[0].content;
}

/** The renderer breaks lines by elements, and we keep braces apart. */
function withoutSpace(text: string): string {
  return text.replaceAll(/\s/gu, "");
}

it("Microsoft's renderer makes nothing but text and our one button of a card, whatever people wrote", async (t) => {
  const browser = await launchChromium();
  t.after(async () => await browser.close());
  const page = await browser.newPage();
  await page.setContent("<!doctype html><title>Teams</title>");
  for (const script of SCRIPTS) await page.addScriptTag({ path: resolve(script) });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });

  const messages = listHostileTexts(150).flatMap(makeHostileMessages);
  const shown = await page.evaluate<readonly Shown[]>(
    `(${SHOW})(${JSON.stringify(messages.map(writeCard))})`,
  );
  assert.equal(shown.length, 450);
  for (const [index, { tags, text, opened }] of shown.entries()) {
    const { approval } = messages[index] ?? assert.fail("a message for each card");
    assert.deepEqual(
      tags.filter((tag) => !HARMLESS.has(tag)),
      [],
      approval.spec.title,
    );
    assert.deepEqual(opened, [approval.url]);
    assert.ok(
      withoutSpace(text).includes(withoutSpace(takeText(approval.spec.description ?? "")).slice(0, 100)),
      text,
    );
  }
  assert.deepEqual(asked, [], "nothing was fetched, nothing ran");
});
