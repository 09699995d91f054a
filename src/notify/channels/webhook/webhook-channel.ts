// Webhooks for programs: events of CloudEvents, signed by Standard Webhooks, to any number of sinks that the operator names.
import type { NoticeKind } from "../../../objects/approval/notice.ts";
import { matchesPattern } from "../../../std/match-pattern.ts";
import { parseWebhookSecrets } from "../../../std/webhook-secrets.ts";
import type { Channel, ChannelParts } from "../../channel.ts";
import { type DeliverySettings, readDelivery } from "../../read-delivery.ts";
import { toDelivery } from "../../to-delivery.ts";
import { signWebhook } from "./sign-webhook.ts";
import { type EventKind, findEventKind, writeEvent } from "./write-event.ts";

interface SinkSettings extends Omit<DeliverySettings, "kinds"> {
  readonly id: string;
  readonly url: string;
  readonly secretFile: string;
  readonly caFile?: string | undefined;
  readonly kinds: readonly EventKind[];
  /** Absent: all of them. */
  readonly namespaces?: readonly string[] | undefined;
}

export type WebhookSettings = readonly SinkSettings[];

/** Programs answer at once; more at a time only finds them slow. */
const WORKERS = 4;

const NOTICE_OF: Readonly<Record<EventKind, NoticeKind>> = {
  opened: "request",
  voted: "voted",
  decided: "outcome",
  expired: "outcome",
  cancelled: "outcome",
};

/** One for each sink in the settings. */
export function createWebhookChannels(
  { webhooks = [] }: { readonly webhooks?: WebhookSettings | undefined },
  parts: ChannelParts,
): readonly Channel[] {
  return webhooks.map((sink) => createWebhookChannel(sink, parts));
}

function createWebhookChannel(
  { id, url, secretFile, caFile, kinds, namespaces, maxAge, atLeastOnce }: SinkSettings,
  { clock, post, secretOf }: ChannelParts,
): Channel {
  const isServed = (namespace = ""): boolean =>
    namespaces?.some((pattern) => matchesPattern(pattern, namespace)) ?? true;
  return {
    ...readDelivery({ maxAge, atLeastOnce }),
    id: `webhook/${id}`,
    tells: [...new Set(kinds.map((kind) => NOTICE_OF[kind]))],
    workers: WORKERS,
    findRecipients: ({ metadata }) => (isServed(metadata.namespace) ? [{}] : []),
    wants: (message) => kinds.some((kind) => kind === findEventKind(message)),
    send: async (message, signal) => {
      const kind = findEventKind(message);
      if (kind === undefined) return { kind: "refused", reason: "There is no event of this.", final: true };
      const secrets = parseWebhookSecrets(secretOf(secretFile));
      if (!secrets.ok) return { kind: "refused", reason: `The file ${secretFile} ${secrets.error}.` };
      const nowMs = clock.now();
      const body = JSON.stringify(writeEvent(message, kind, nowMs));
      const headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        ...signWebhook({ id: message.key, nowMs, body }, secrets.value),
      };
      const ca = caFile === undefined ? {} : { ca: secretOf(caFile) };
      return toDelivery(await post({ url, headers, body, signal, ...ca }), clock.now());
    },
    close: async () => {},
  };
}
