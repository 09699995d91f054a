import type { Channel } from "./channel.ts";

const DAY_MS = 24 * 60 * 60_000;

/** Stands in for a channel that was set up when people were to be told by it, and is no more: what waits for it is given up. */
export function noChannel(id: string): Channel {
  const reason = `There is no channel ${id} any more. Add it to channels in the settings, and have this sent again.`;
  return {
    id,
    tells: [],
    atLeastOnce: false,
    maxAgeMs: DAY_MS,
    workers: 1,
    findRecipients: () => [],
    send: async () => ({ kind: "refused", reason, final: true }),
    close: async () => {},
  };
}
