import type { FindTellings } from "../objects/approval/notices/telling.ts";
import type { Channel, ChannelParts } from "./channel.ts";
import { createFindTellings } from "./find-tellings.ts";
import { type ChannelSettings, createChannels } from "./registry.ts";

/** The channels that are set up, and what they say of approvals that open. */
export async function createTelling(
  settings: ChannelSettings,
  parts: ChannelParts,
): Promise<{
  readonly channels: readonly Channel[];
  readonly telling: { readonly find: FindTellings; readonly strict: boolean };
}> {
  const channels = await createChannels(settings, parts);
  return { channels, telling: { find: createFindTellings(channels), strict: settings.strict } };
}
