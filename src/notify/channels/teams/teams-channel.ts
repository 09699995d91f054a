// Microsoft Teams, by webhooks of Workflows that the operator has set up and pipelines name; or by relays.
import type { Channel, ChannelParts } from "../../channel.ts";
import { type ChatSettings, createChatChannel } from "../../create-chat-channel.ts";
import { judgeTeamsAnswer } from "./judge-teams-answer.ts";
import { writeAdaptiveCard } from "./write-adaptive-card.ts";
import { writeMessageCard } from "./write-message-card.ts";

/** By what pipelines name them with. */
export type TeamsSettings = Readonly<
  Record<string, ChatSettings & { readonly format: "adaptiveCard" | "messageCard" }>
>;

const WRITERS = { adaptiveCard: writeAdaptiveCard, messageCard: writeMessageCard } as const;

/** One for each name in the settings; none when Teams is not set up. */
export function createTeamsChannels(
  { teams = {} }: { readonly teams?: TeamsSettings | undefined },
  parts: ChannelParts,
): readonly Channel[] {
  return Object.entries(teams).map(([name, settings]) => {
    const write = WRITERS[settings.format];
    const chat = { family: "teams", parameter: "notifyOnTeams", write, judge: judgeTeamsAnswer } as const;
    return createChatChannel(name, settings, chat, parts);
  });
}
