// An SMTP server on loopback that takes every mail and shows it on the demo's page. It sends nothing on.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { callbackify } from "node:util";

import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

import type { Mailbox } from "./mailbox.ts";

const MOST_BYTES = 1_048_576;

export interface MailReceiver {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Resolves when it takes mails, on a free port. */
export async function startMailReceiver(host: string, mailbox: Mailbox): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: MOST_BYTES,
    logger: false,
    onData: callbackify((stream: Readable, session: SMTPServerSession) => takeMail(stream, session, mailbox)),
  });
  // A client that breaks off is none of our business.
  server.on("error", () => {});
  const listening = server.listen(0, host);
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** One message for each recipient, as it lies in their mailbox. */
async function takeMail(stream: Readable, { envelope }: SMTPServerSession, mailbox: Mailbox): Promise<void> {
  const {
    from,
    subject = "",
    text = "",
    html,
  } = await simpleParser(stream, {
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  for (const { address: to } of envelope.rcptTo) {
    const parts = { text, ...(typeof html === "string" && { html }) };
    mailbox.add({ channel: "mail", from: from?.text ?? "", to, subject, ...parts });
  }
}
