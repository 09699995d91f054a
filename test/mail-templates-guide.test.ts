// The templates that the guide shows are accepted, and make mails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { previewMails } from "../src/notify/channels/mail/templates/preview-mails.ts";
import { writeTemplates } from "./kit/write-templates.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../docs/guide/mail-templates.md"), "utf8");

/** What is shown, by the file that the sentence before it names. */
const SHOWN = Object.fromEntries(
  [...PAGE.matchAll(/`(?<file>[\w.-]+)`[^`]*:\n\n```\w+\n(?<text>[\s\S]*?)```/gu)].map(({ groups }) => [
    groups?.["file"] ?? "",
    groups?.["text"] ?? "",
  ]),
);

test("the folder in Liquid makes each part that it says", (t) => {
  const liquid = Object.entries(SHOWN).filter(([file]) => file.endsWith(".liquid"));
  assert.equal(liquid.length, 4);
  const preview = previewMails(writeTemplates(t, Object.fromEntries(liquid)));
  if (!preview.ok) assert.fail(preview.error);
  const [request] = preview.value.mails;
  assert.equal(request?.mail.subject, "Release shop-web 2.14.0 to production (shop-prod)");
  assert.match(request.mail.html, /<p>You are getting this because .*Questions: the platform team\.<\/p>/u);
  assert.match(
    request.mail.html,
    /href="https:\/\/tekton\.example\.com\/#\/namespaces\/shop-prod\/pipelineruns\/release-/u,
  );
  const outcome = preview.value.mails.find(({ name }) => name === "outcome");
  assert.match(outcome?.mail.text ?? "", /^Release shop-web 2\.14\.0 to production: Approved by hanna/u);
});

test("the template of Automatiko makes the HTML of mails that ask", (t) => {
  const { "approval-email.html": qute = "" } = SHOWN;
  const preview = previewMails(writeTemplates(t, { "approval-email.html": qute }));
  if (!preview.ok) assert.fail(preview.error);
  const html = Object.fromEntries(preview.value.mails.map(({ name, mail }) => [name, mail.html]));
  assert.match(html["request"] ?? "", /<h1>release-shop-web waits for you<\/h1>\n<p>2\.14\.0 brings/u);
  assert.match(html["request-link"] ?? "", /, with the code 7KQ2-M0XF/u);
  assert.match(html["request-least"] ?? "", /<li>release-managers,<\/li><li>on-call<\/li>/u);
});
