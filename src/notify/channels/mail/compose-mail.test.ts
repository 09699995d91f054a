import assert from "node:assert/strict";
import { test } from "node:test";

import { type ParsedMail, simpleParser } from "mailparser";

import { makeMessage } from "../../../../test/kit/make-message.ts";
import type { Message } from "../../message.ts";
import { composeMail } from "./compose-mail.ts";
import type { RenderedMail } from "./templates/mail-format.ts";

const SENDING = {
  from: { name: "Approvals, production", address: "approvals@countersign.example" },
  bounceAddress: "bounces@countersign.example",
  nowMs: Date.parse("2026-11-24T10:00:00Z"),
};
const RENDERED = { subject: "Release 2.14.0", text: "Approve?\n", html: "<p>Approve?</p>" };

interface Composed {
  readonly source: string;
  readonly parsed: ParsedMail;
  readonly envelope: { readonly from: string; readonly to: string };
}

async function compose(
  changes: Partial<Message> = {},
  rendered: Partial<RenderedMail> = {},
): Promise<Composed> {
  const message = { recipient: "ann@example.com", ...makeMessage(), ...changes };
  const { content, envelope } = composeMail(
    { ...message, recipient: message.recipient },
    { ...RENDERED, ...rendered },
    SENDING,
  );
  return { source: content.toString("latin1"), parsed: await simpleParser(content), envelope };
}

function headersOf(source: string): string {
  return source.slice(0, source.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/gu, " ");
}

test("a mail is HTML and text, from whom the settings say, to one recipient", async () => {
  const { parsed, envelope } = await compose();
  assert.deepEqual(envelope, { from: "bounces@countersign.example", to: "ann@example.com" });
  assert.deepEqual(parsed.from?.value, [SENDING.from]);
  assert.deepEqual(
    [parsed.to].flat().flatMap((to) => to?.value),
    [{ name: "", address: "ann@example.com" }],
  );
  assert.equal(parsed.subject, RENDERED.subject);
  assert.equal(parsed.text?.trim(), "Approve?");
  assert.equal(parsed.html, RENDERED.html);
  assert.equal(parsed.date?.toISOString(), "2026-11-24T10:00:00.000Z");
  assert.deepEqual(parsed.attachments, []);
});

test("programs that answer for people see that nobody wrote it, and people can filter it", async () => {
  const headers = headersOf((await compose()).source);
  assert.match(headers, /^Auto-Submitted: auto-generated$/mu);
  assert.match(headers, /^List-ID: <default\.countersign\.countersign\.example>$/mu);
  assert.doesNotMatch(headers, /^(?:Precedence|Bcc|Cc|Reply-To|Importance|X-Priority):/imu);
});

test("second step and outcome are in the request's thread, however often each is sent", async () => {
  const request = await compose();
  const again = await compose();
  const outcome = await compose({ kind: "outcome", key: "0b5b52a2-outcome-1" });
  assert.equal(request.parsed.messageId, again.parsed.messageId);
  assert.equal(request.parsed.inReplyTo, undefined);
  assert.equal(outcome.parsed.inReplyTo, request.parsed.messageId);
  assert.deepEqual([outcome.parsed.references].flat(), [request.parsed.messageId]);
  assert.notEqual(outcome.parsed.messageId, request.parsed.messageId);
});

test("a subject stays one header of ASCII, whatever is in it", async () => {
  const subject = "Zoë\r\nBcc: eve@evil.example\n\n<script>\0 \u202Egnp.exe \u2028 🚀 =?utf-8?q?x?= \ud800";
  const { source, parsed } = await compose({}, { subject });
  const headers = headersOf(source);
  assert.match(headers, /^[\x20-\x7e\r\n]+$/u);
  assert.equal(headers.match(/^Subject:/gmu)?.length, 1);
  assert.equal(parsed.bcc, undefined);
  assert.doesNotMatch(headers, /^Bcc/imu);
  assert.match(parsed.subject ?? "", /^Zoë Bcc: eve@evil\.example <script> +gnp\.exe +🚀/u);
});

test("a long subject is folded and whole", async () => {
  const subject = "Freigabe für die Größenänderung ".repeat(20).trim();
  const { source, parsed } = await compose({}, { subject });
  assert.equal(parsed.subject, subject);
  assert.ok(source.split("\r\n").every((line) => line.length <= 998));
});

test("a text that looks like the end of the mail is text", async () => {
  const text = "one\r\n.\r\nQUIT\r\n--boundary--\r\n";
  const { parsed } = await compose({}, { text });
  assert.match(parsed.text ?? "", /one\n\.\nQUIT\n--boundary--/u);
});

test("a text that looks like the line between the parts is text", async () => {
  const { source } = await compose();
  const [, boundary = ""] = /boundary="?([^"\r\n]+)/u.exec(source) ?? [];
  const text = `one\r\n--${boundary}\r\nContent-Type: text/html\r\n\r\ntwo\r\n--${boundary}--`;
  const { parsed } = await compose({}, { text, html: text });
  assert.equal(parsed.text?.trim(), text.replaceAll("\r\n", "\n"));
  assert.equal(parsed.html, text.replaceAll("\r\n", "\n"));
});
