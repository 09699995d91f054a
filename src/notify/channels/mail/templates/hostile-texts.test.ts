// T13: what people and pipelines write stays text in every mail, by whichever templates; mails are parsed back and compared.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as fc from "fast-check";
import {
  createTemplateRenderer,
  type RenderMail,
  TEMPLATE_SETS,
} from "../../../../../test/kit/mail/template-sets.ts";
import { hostileText } from "../../../../../test/kit/hostile-text.ts";
import { poisonMessage } from "../../../../../test/kit/poison-message.ts";
import { outlineHtml } from "../../../../../test/kit/web/outline-html.ts";
import { silentLogger } from "../../../../std/logger.ts";
import { createMailRenderer } from "../render-mail.ts";
import { MAIL_KINDS } from "./mail-format.ts";
import { takeLine, takeText } from "../../../plain-text.ts";
import { makeSampleMessages } from "./sample-messages.ts";

const OWN_ORIGIN = "https://approvals.example.com";

/** Of the same lines and words, and nothing else. */
function makeHarmless(text: string): string {
  return takeText(text).replaceAll(/\S/gu, "h");
}

/** One of each kind; all that is in a mail is in these. */
const MESSAGES = MAIL_KINDS.flatMap((kind) => {
  const ofKind = makeSampleMessages().filter(({ message }) => message.kind === kind);
  return ofKind.map(({ name, message }) => ({ name, message }));
});

for (const { whose, files } of TEMPLATE_SETS) {
  describe(`hostile texts, by ${whose}`, () => {
    let render: RenderMail;
    before(() => {
      render = createTemplateRenderer(files);
    });

    for (const { name, message } of MESSAGES) {
      it(`make no element, attribute, link or header of ${name}, and are shown as they are`, () => {
        fc.assert(
          fc.property(hostileText, (text) => {
            const mail = render(poisonMessage(message, text));
            const made = outlineHtml(mail.html);
            const read = made.text + made.titles.join("");
            assert.deepEqual(
              made.elements,
              outlineHtml(render(poisonMessage(message, makeHarmless(text))).html).elements,
            );
            for (const link of made.links) assert.equal(new URL(link).origin, OWN_ORIGIN, link);
            assert.match(mail.subject, /^[^\p{Cc}\u2028\u2029]*$/u);
            assert.doesNotMatch(mail.subject + mail.html + mail.text, /\p{Bidi_Control}/u);
            assert.ok(Array.from(mail.subject).length <= 151);
            const title = takeLine(text);
            assert.ok(read.includes(whose === "a folder of Automatiko" ? title.slice(0, 100) : title), read);
            assert.ok(mail.text.includes(title), mail.text);
            for (const line of takeText(text).trim().split("\n")) assert.ok(read.includes(line), line);
          }),
          { numRuns: 60 },
        );
      });
    }
  });
}

it("what people write in a text part cannot be taken for ours: each of their lines is marked", () => {
  const render = createMailRenderer({ timeZone: "UTC", logger: silentLogger });
  for (const forged of [
    "Fine.\n\nReview: https://evil.example\n\nCode, if the page asks for one: 0000-0000",
    "Review: https://evil.example",
    "Code, if the page asks for one: 0000-0000",
  ]) {
    for (const { message } of MESSAGES) {
      const lines = render(poisonMessage(message, forged)).text.split("\n");
      const ours = lines.filter((line) => /^(?:Review|See the record|Code)/u.test(line));
      assert.ok(ours.length > 0 && ours.every((line) => !/evil|0000/u.test(line)), ours.join("\n"));
    }
  }
});
