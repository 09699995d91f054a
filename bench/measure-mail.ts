// Mails through the channel, written anew each, beside nodemailer's own pool in a bare loop that sends the same one.
import { createTransport } from "nodemailer";

import { NO_DIRECTORY } from "../src/notify/channels/mail/directory.ts";
import { createMailChannels } from "../src/notify/channels/mail/mail-channel.ts";
import { createMailRenderer } from "../src/notify/channels/mail/render-mail.ts";
import { silentLogger } from "../src/std/logger.ts";
import { makeMessage } from "../test/kit/make-message.ts";
import type { Figure } from "./figure.ts";
import { forEachOf } from "./for-each-of.ts";
import type { Sizes } from "./sizes.ts";
import { startSink } from "./start-sink.ts";
import { median, rangeOf } from "./statistics.ts";

const GOAL = { atMost: 1.2 };
const FROM = "approvals@countersign.example";
const POOL = 5;
/** What the outbox asks for at a time: as many approvals as there are workers, of each a batch. */
const AT_ONCE = 25;

type SendAll = (recipients: readonly string[]) => Promise<void>;

/** The two take turns. The first round warms both up. */
export async function measureMail({ rounds, mails }: Sizes["mail"]): Promise<readonly Figure[]> {
  const sink = await startSink("mail", { takesMs: 0 });
  const [product, bare] = [openProduct(sink.port), openBare(sink.port)];
  const times: { readonly product: number; readonly bare: number }[] = [];
  try {
    for (let round = -1; round < rounds; round += 1) {
      const recipients = Array.from({ length: mails }, (_, index) => `r${round + 1}-${index}@example.com`);
      const early = round % 2 === 0 ? undefined : await time(bare.sendAll, recipients);
      const ours = await time(product.sendAll, recipients);
      if (round >= 0) times.push({ product: ours, bare: early ?? (await time(bare.sendAll, recipients)) });
      else if (early === undefined) await time(bare.sendAll, recipients);
    }
  } finally {
    await product.close();
    bare.close();
    await sink.stop();
  }
  return [toFigure(times, mails)];
}

async function time(sendAll: SendAll, recipients: readonly string[]): Promise<number> {
  const startMs = performance.now();
  await sendAll(recipients);
  return performance.now() - startMs;
}

const PLACE = { logger: silentLogger, timeZone: "UTC" };

function openProduct(port: number): { readonly sendAll: SendAll; readonly close: () => Promise<void> } {
  const settings = {
    from: FROM,
    host: "127.0.0.1",
    port,
    tls: false,
    startTls: "disabled",
    pool: POOL,
    atLeastOnce: false,
    maxAge: "24h",
  } as const;
  const [channel] = createMailChannels(
    { mail: settings },
    {
      ...PLACE,
      clock: Date,
      secretOf: () => "",
      directory: () => NO_DIRECTORY,
    },
  );
  if (channel === undefined) throw new Error("There is no channel for mail.");
  return {
    close: () => channel.close(),
    sendAll: (recipients) =>
      forEachOf(recipients, AT_ONCE, async (recipient) => {
        const message = makeMessage({
          recipient,
          key: recipient,
          approval: { spec: { approvers: [recipient] } },
        });
        const delivery = await channel.send(message, AbortSignal.timeout(60_000));
        if (delivery.kind !== "accepted") throw new Error(`A mail is ${delivery.kind}: ${delivery.reason}`);
      }),
  };
}

function openBare(port: number): { readonly sendAll: SendAll; readonly close: () => void } {
  const server = { host: "127.0.0.1", port, secure: false, ignoreTLS: true };
  const transport = createTransport({ ...server, pool: true, maxConnections: POOL });
  const mail = { from: FROM, ...createMailRenderer(PLACE)(makeMessage()) };
  return {
    close: () => transport.close(),
    sendAll: (recipients) =>
      forEachOf(recipients, AT_ONCE, async (to) => void (await transport.sendMail({ ...mail, to }))),
  };
}

function toFigure(
  times: readonly { readonly product: number; readonly bare: number }[],
  mails: number,
): Figure {
  const ratios = times.map(({ product, bare }) => product / bare);
  const rate = (sides: readonly number[]): string => ((mails * 1_000) / median(sides)).toFixed(0);
  return {
    what: `${mails} mails through ${POOL} connections`,
    value: median(ratios),
    unit: "×",
    range: rangeOf(ratios),
    goal: GOAL,
    detail: `product ${rate(times.map(({ product }) => product))}/s, bare ${rate(times.map(({ bare }) => bare))}/s`,
  };
}
