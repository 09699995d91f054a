// The channels that there are: a folder each in `channels/`, of one shape, and one line here.
import type { Channel, ChannelParts } from "./channel.ts";
import type { MailSettings } from "./channels/mail/mail-channel.ts";
import type { SlackSettings } from "./channels/slack/slack-channel.ts";
import type { TeamsSettings } from "./channels/teams/teams-channel.ts";
import type { WebhookSettings } from "./channels/webhook/webhook-channel.ts";

/** `channels` of the settings, as far as channels read it. */
export interface ChannelSettings {
  readonly strict: boolean;
  readonly mail?: MailSettings | undefined;
  readonly slack?: SlackSettings | undefined;
  readonly teams?: TeamsSettings | undefined;
  readonly webhooks?: WebhookSettings | undefined;
}

type CreateChannels = (settings: ChannelSettings, parts: ChannelParts) => readonly Channel[];

/** Each is loaded only where it is set up: elsewhere it takes no memory. */
const KINDS = [
  ["mail", async () => (await import("./channels/mail/mail-channel.ts")).createMailChannels],
  ["slack", async () => (await import("./channels/slack/slack-channel.ts")).createSlackChannels],
  ["teams", async () => (await import("./channels/teams/teams-channel.ts")).createTeamsChannels],
  ["webhooks", async () => (await import("./channels/webhook/webhook-channel.ts")).createWebhookChannels],
] as const satisfies readonly (readonly [keyof ChannelSettings, () => Promise<CreateChannels>])[];

/** All channels that are set up, in the order in which people are told. */
export async function createChannels(
  settings: ChannelSettings,
  parts: ChannelParts,
): Promise<readonly Channel[]> {
  const setUp = KINDS.filter(([kind]) => settings[kind] !== undefined);
  const kinds = await Promise.all(setUp.map(async ([, load]) => await load()));
  return kinds.flatMap((create) => create(settings, parts));
}
