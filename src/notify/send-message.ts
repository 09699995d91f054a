import { sleep, type Timers } from "../std/timers.ts";
import type { Channel, Delivery } from "./channel.ts";
import type { Message } from "./message.ts";

/** Of one sending. */
const SEND_WITHIN_MS = 60_000;
/** Of a channel to notice that its time is over. */
const GIVE_UP_AFTER_MS = 5_000;

/** Sends it, for a minute at most, and less when `stop` says so. Never rejects: what went wrong in between may have arrived. */
export async function sendMessage(
  channel: Pick<Channel, "send">,
  message: Message,
  { timers, stop }: { readonly timers: Timers; readonly stop: AbortSignal },
): Promise<Delivery> {
  const over = new AbortController();
  const cancel = timers.after(SEND_WITHIN_MS, () =>
    over.abort(new Error(`no answer after ${SEND_WITHIN_MS / 1_000} seconds`)),
  );
  const signal = AbortSignal.any([over.signal, stop]);
  const sent = new AbortController();
  try {
    return await Promise.race([send(channel, message, signal), giveUp(signal, timers, sent.signal)]);
  } finally {
    cancel();
    sent.abort();
  }
}

async function send(
  channel: Pick<Channel, "send">,
  message: Message,
  signal: AbortSignal,
): Promise<Delivery> {
  try {
    return await channel.send(message, signal);
  } catch (error) {
    return { kind: "unclear", reason: explain(error) };
  }
}

function explain(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** Resolves a while after `signal` has ended; never before that. */
async function giveUp(signal: AbortSignal, timers: Timers, sent: AbortSignal): Promise<Delivery> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await sleep(timers, GIVE_UP_AFTER_MS, sent);
  return { kind: "unclear", reason: explain(signal.reason) };
}
