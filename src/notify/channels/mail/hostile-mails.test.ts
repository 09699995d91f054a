// T13, as mails arrive: what people write changes no header and no part, whoever parses them.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as fc from "fast-check";
import { type ParsedMail, simpleParser } from "mailparser";
import { hostileText } from "../../../../test/kit/hostile-text.ts";
import {
  createTemplateRenderer,
  type RenderMail,
  TEMPLATE_SETS,
} from "../../../../test/kit/mail/template-sets.ts";
import { poisonMessage } from "../../../../test/kit/poison-message.ts";
import type { Message } from "../../message.ts";
import { composeMail } from "./compose-mail.ts";
import { makeSampleMessages } from "./templates/sample-messages.ts";

const SENDING = {
  from: { name: "Approvals", address: "approvals@countersign.example" },
  bounceAddress: "approvals@countersign.example",
  nowMs: Date.parse("2026-11-24T10:00:00Z"),
};

interface Arrived {
  readonly mail: ParsedMail;
  readonly head: string;
}

async function send(message: Message, render: RenderMail): Promise<Arrived> {
  const addressed = { ...message, recipient: "ola@example.com" };
  const { content, envelope } = composeMail(addressed, render(message), SENDING);
  assert.deepEqual(envelope, { from: "approvals@countersign.example", to: "ola@example.com" });
  const source = content.toString("latin1");
  return { mail: await simpleParser(content), head: source.slice(0, source.indexOf("\r\n\r\n")) };
}

/** What is in the head of a mail, but for what is in the subject, in its boundary, and in its date. */
function namesOf({ headerLines }: ParsedMail): readonly string[] {
  return headerLines.map(({ key }) => key);
}

function unfold(text = ""): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}

for (const { whose, files } of TEMPLATE_SETS) {
  describe(`mails with hostile texts, by ${whose}`, () => {
    let render: RenderMail;
    before(() => {
      render = createTemplateRenderer(files);
    });

    for (const { name, message } of makeSampleMessages()) {
      it(`have the headers of every other ${name}, and say what they were written to say`, async () => {
        const plain = await send(message, render);
        await fc.assert(
          fc.asyncProperty(hostileText, async (text) => {
            const poisoned = poisonMessage(message, text);
            const { subject, html, text: written } = render(poisoned);
            const { mail, head } = await send(poisoned, render);
            assert.deepEqual(namesOf(mail), namesOf(plain.mail));
            assert.deepEqual([mail.from, mail.to], [plain.mail.from, plain.mail.to]);
            assert.deepEqual([mail.cc, mail.bcc, mail.attachments], [undefined, undefined, []]);
            assert.doesNotMatch(head, /[^\t\r\n -~]/u, "no bytes but those of headers");
            assert.equal(mail.subject?.replaceAll(/\s+/gu, " ").trim(), subject);
            assert.equal(unfold(mail.html === false ? "" : mail.html), unfold(html));
            assert.equal(unfold(mail.text), unfold(written));
          }),
          { numRuns: 25 },
        );
      });
    }
  });
}
