import type { IconName } from "../../../../src/web/components/icon.ts";
import type { Received } from "../../mailbox/mailbox.ts";
import { fieldsOf, type MessagePart, textOf } from "../../mailbox/message-part.ts";
import { readSlackMessage } from "../../mailbox/read-slack-message.ts";
import { readTeamsMessage } from "../../mailbox/read-teams-message.ts";

/** As a row of the mailbox says it. */
export interface MessageLine {
  readonly title: string;
  readonly to: string;
  readonly way: string;
  readonly icon: IconName;
}

/** What the list of messages says of one. */
export function describeMessage(message: Received): MessageLine {
  switch (message.channel) {
    case "mail":
      return { title: message.subject, to: message.to, way: "Mail", icon: "mail" };
    case "slack":
    case "teams": {
      const way = message.channel === "slack" ? "Slack" : "Teams";
      return { title: titleOf(readParts(message)), to: message.name, way, icon: "chat" };
    }
    case "webhook":
      return {
        title: textOf(fieldsOf(message.body)["type"]),
        to: message.name,
        way: "Webhook",
        icon: "hook",
      };
  }
}

/** What a chat shows of it; nothing of mails, and of what programs are told. */
export function readParts(message: Received): readonly MessagePart[] {
  if (message.channel === "slack") return readSlackMessage(message.body);
  return message.channel === "teams" ? readTeamsMessage(message.body) : [];
}

/** Its heading, or else the first words. */
function titleOf(parts: readonly MessagePart[]): string {
  const heading = parts.find(({ kind }) => kind === "heading") ?? parts.find(({ kind }) => kind === "text");
  if (heading?.kind === "heading") return heading.text;
  return heading?.kind === "text" ? heading.runs.map(({ text }) => text).join("") : "A message";
}
