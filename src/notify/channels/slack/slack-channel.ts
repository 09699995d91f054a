// Slack, by incoming webhooks that the operator has set up and pipelines name.
import type { Channel, ChannelParts } from "../../channel.ts";
import { type ChatSettings, createChatChannel } from "../../create-chat-channel.ts";
import { judgeSlackAnswer } from "./judge-slack-answer.ts";
import { writeSlackMessage } from "./write-slack-message.ts";

/** By what pipelines name them with. */
export type SlackSettings = Readonly<Record<string, ChatSettings>>;

const SLACK = {
  family: "slack",
  parameter: "notifyOnSlack",
  write: writeSlackMessage,
  judge: judgeSlackAnswer,
} as const;

/** One for each name in the settings; none when Slack is not set up. */
export function createSlackChannels(
  { slack = {} }: { readonly slack?: SlackSettings | undefined },
  parts: ChannelParts,
): readonly Channel[] {
  return Object.entries(slack).map(([name, settings]) => createChatChannel(name, settings, SLACK, parts));
}
