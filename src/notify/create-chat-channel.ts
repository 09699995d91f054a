import type { ApprovalSpec } from "../objects/approval/approval-task.ts";
import { reduceReference } from "../std/reduce-reference.ts";
import type { Channel, ChannelParts, Delivery } from "./channel.ts";
import { type Description, describeMessage } from "./describe-message.ts";
import { type DeliverySettings, readDelivery } from "./read-delivery.ts";
import { type Answered, toDelivery } from "./to-delivery.ts";

export interface ChatSettings extends DeliverySettings {
  /** Of a file with the URL of a webhook: a secret. */
  readonly urlFile: string;
}

interface Chat {
  readonly family: "slack" | "teams";
  /** What a pipeline names its channel with. */
  readonly parameter: "notifyOnSlack" | "notifyOnTeams";
  /** The body of the request: JSON. */
  readonly write: (description: Description) => unknown;
  /** What an answer means, where it means more than its status. */
  readonly judge: (answer: Answered) => Delivery | undefined;
}

/** Chats take about a message a second on a webhook. */
const WORKERS = 1;

/** A channel of a chat that has a webhook, for pipelines that name it. */
export function createChatChannel(
  reference: string,
  settings: ChatSettings,
  { family, parameter, write, judge }: Chat,
  { clock, post, secretOf, timeZone }: ChannelParts,
): Channel {
  const { urlFile } = settings;
  return {
    ...readDelivery(settings),
    id: `${family}/${reference}`,
    workers: WORKERS,
    findRecipients: ({ spec }) => (isNamed(spec[parameter], reference, urlFile) ? [{}] : []),
    send: async (message, signal) => {
      const body = JSON.stringify(write(describeMessage(message, timeZone)));
      const headers = { "content-type": "application/json; charset=utf-8" };
      const outcome = await post({ url: secretOf(urlFile), headers, body, signal });
      return toDelivery(outcome, clock.now(), judge);
    },
    close: async () => {},
  };
}

/** Exactly; as Automatiko did where the channel comes from a variable of its own. */
function isNamed(given: ApprovalSpec["notifyOnSlack"], reference: string, urlFile: string): boolean {
  const named = given?.trim() ?? "";
  if (named === "") return false;
  return named === reference || (urlFile.startsWith("env:") && reduceReference(named) === reference);
}
