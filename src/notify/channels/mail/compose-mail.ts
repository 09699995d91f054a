import MimeNode from "nodemailer/lib/mime-node";
import { encode, wrap } from "nodemailer/lib/qp";

import { domainOf } from "../../../std/mail-address.ts";
import type { Mailbox } from "../../../std/mailbox.ts";
import type { Message } from "../../message.ts";
import { nameMessages } from "./name-messages.ts";
import type { RenderedMail } from "./templates/mail-format.ts";

/** A mail as the server gets it. */
export interface ComposedMail {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly content: Buffer;
}

interface Sending {
  readonly from: Mailbox;
  /** Who gets what cannot be delivered. */
  readonly bounceAddress: string;
  readonly nowMs: number;
}

/** Between the parts. It stands in none of them: in quoted-printable, no `_` follows a `=`. */
const BOUNDARY = "=_countersign";

/**
 * To one recipient. Addresses go as data, into the envelope and the headers: none is read out of a text here.
 * The parts are put together here, since nodemailer's own composer takes three times as long, most of it for streams.
 */
export function composeMail(
  message: Message & { readonly recipient: string },
  rendered: RenderedMail,
  { from, bounceAddress, nowMs }: Sending,
): ComposedMail {
  const domain = domainOf(from.address);
  const { messageId, inReplyTo } = nameMessages(message, domain);
  const head = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`, {
    // Nothing of it shows; else random bytes are made for each mail.
    baseBoundary: BOUNDARY,
    textEncoding: "Q",
  });
  head.setHeader({
    "Auto-Submitted": "auto-generated",
    "List-Id": `<${message.approval.namespace}.countersign.${domain}>`,
    From: { name: from.name ?? "", address: from.address },
    To: { name: "", address: message.recipient },
    ...(inReplyTo !== undefined && { "In-Reply-To": inReplyTo, References: inReplyTo }),
    Subject: toOneLine(rendered.subject),
    "Message-ID": messageId,
    Date: new Date(nowMs),
  });
  return {
    envelope: { from: bounceAddress, to: message.recipient },
    content: Buffer.from(`${head.buildHeaders()}\r\n\r\n${writeParts(rendered)}`, "latin1"),
  };
}

/** The last is what a program shows that can show both (RFC 2046, 5.1.4). */
function writeParts({ text, html }: RenderedMail): string {
  return `${writePart("plain", text)}${writePart("html", html)}--${BOUNDARY}--\r\n`;
}

function writePart(kind: "plain" | "html", content: string): string {
  const head = `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable`;
  const encoded = wrap(encode(content.replaceAll(/\r\n?|\n/gu, "\r\n")));
  return `--${BOUNDARY}\r\n${head}\r\n\r\n${encoded}\r\n`;
}

/** What ends a line, or turns it round, is no part of a subject. */
function toOneLine(subject: string): string {
  return subject
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ")
    .toWellFormed()
    .trim();
}
