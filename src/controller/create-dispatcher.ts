import type { Cluster } from "../cluster/watch-cluster.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { MessageParts } from "../notify/build-message.ts";
import { Outbox } from "../notify/outbox.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import { Dispatcher, type DispatcherOptions } from "./dispatcher.ts";
import { EventRecorder } from "./event-recorder.ts";
import { noteFailed } from "./note-failed.ts";
import { createNoticeStore } from "./notice-store.ts";

export interface NotifyOptions
  extends Omit<DispatcherOptions, "outbox" | "cluster" | "events">, MessageParts {
  readonly api: KubeApi;
  readonly cluster: Cluster;
  /** `Math.random` when absent. */
  readonly random?: () => number;
  /** Told of each notice that has come to an end: the kind of its channel, what was told, and how it ended. */
  readonly onEnd?: (end: CountedEnd) => void;
}

/** Nothing in it is a name that somebody chose. */
export interface CountedEnd {
  readonly channel: string;
  readonly kind: string;
  readonly outcome: string;
}

/** What sends notices, with the outbox behind it. */
export function createDispatcher(options: NotifyOptions): Dispatcher {
  const { onEnd } = options;
  const events = new EventRecorder(options);
  const outbox = new Outbox({
    random: Math.random,
    ...options,
    store: createNoticeStore(options),
    onEnded: (approval, ended) => {
      events.record(approval, noteFailed(approval, ended));
      onEnd?.(countEnd(ended));
    },
  });
  return new Dispatcher({ ...options, outbox, events });
}

function countEnd({ record, kind, notice }: EndedNotice): CountedEnd {
  const [channel = ""] = record.channel.split("/");
  return { channel, kind, outcome: notice.state === "waiting" ? "refused" : notice.state };
}
