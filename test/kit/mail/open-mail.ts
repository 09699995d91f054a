import type { TestContext } from "node:test";

import type { Channel } from "../../../src/notify/channel.ts";
import { NO_DIRECTORY } from "../../../src/notify/channels/mail/directory.ts";
import {
  createMailChannels,
  type MailParts,
  type MailSettings,
} from "../../../src/notify/channels/mail/mail-channel.ts";
import type { Message } from "../../../src/notify/message.ts";
import { silentLogger } from "../../../src/std/logger.ts";
import { makeMessage, type MessageChanges } from "../make-message.ts";

export const FROM = "approvals@countersign.example";

/** The channel for one test, to a server on loopback that wants neither TLS nor a login unless the settings say so. */
export function openMail(
  t: Pick<TestContext, "after">,
  settings: Partial<MailSettings> & { readonly port: number },
  parts: Partial<MailParts> = {},
): Channel {
  const [channel] = createMailChannels(
    {
      mail: {
        from: FROM,
        host: "127.0.0.1",
        tls: false,
        startTls: "disabled",
        pool: 5,
        atLeastOnce: false,
        maxAge: "24h",
        ...settings,
      },
    },
    {
      logger: silentLogger,
      timeZone: "UTC",
      clock: { now: () => Date.parse("2026-11-24T10:00:00Z") },
      secretOf: (path) => `no secret in ${path}`,
      directory: () => NO_DIRECTORY,
      render: writePlainly,
      ...parts,
    },
  );
  if (channel === undefined) throw new Error("There is no channel for mail.");
  t.after(() => channel.close());
  return channel;
}

/** A mail that shows what it was made of. */
function writePlainly({ approval, link }: Message) {
  const text = `${approval.spec.title}\n${link === undefined ? approval.url : `${link.url} ${link.code}`}\n`;
  return { subject: approval.spec.title, text, html: `<pre>${text}</pre>` };
}

/** For whom an approval asks by their address. */
export function makeMailTo(recipient: string, { approval = {}, ...changes }: MessageChanges = {}): Message {
  return makeMessage({
    recipient,
    ...changes,
    approval: { ...approval, spec: { approvers: [recipient], ...approval.spec } },
  });
}
