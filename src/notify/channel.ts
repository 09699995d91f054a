// A way to tell people or programs. One folder of one shape each in `channels/`; `registry.ts` lists them.
import type { NoticeKind } from "../objects/approval/notice.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Post } from "../net/post.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import type { Directory } from "./channels/mail/directory.ts";
import type { Message } from "./message.ts";

/** What channels are made with, beside their settings. */
export interface ChannelParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is in the file of that path, which a setting `…File` names, as it is at the moment: without blanks around it. */
  readonly secretOf: (path: string) => string;
  /** Sends what has no channel's own protocol. */
  readonly post: Post;
  /** Which times in messages are of, by its IANA name. */
  readonly timeZone: string;
  /** Shown where messages of several clusters come together. */
  readonly clusterName?: string | undefined;
  /** Where names are reached by mail, as it is at the moment. */
  readonly directory: () => Directory;
}

/** Whom a channel tells of an approval, beside what the record says of every one. */
export interface Recipient {
  /** An e-mail address; absent: the channel itself. */
  readonly address?: string;
  /** Positions, from 0, of the assignees who are told by it; absent: all of them. */
  readonly assignees?: readonly number[];
}

/**
 * What became of one sending. `refused`: certainly not accepted; it is tried again, unless that is `final`.
 * `unclear`: it may have been accepted. Reasons are one line, without secrets.
 */
export type Delivery =
  | { readonly kind: "accepted"; readonly reference?: string }
  | {
      readonly kind: "refused";
      readonly reason: string;
      /** Asked for by the other side. */
      readonly retryAfterMs?: number;
      readonly final?: true;
    }
  | {
      readonly kind: "unclear";
      readonly reason: string;
      /** Asked for by the other side; counts where it is sent again all the same. */
      readonly retryAfterMs?: number;
    };

export interface Channel {
  /** As in `NoticeRecord.channel`. */
  readonly id: string;
  /** What it tells; the record takes it over when an attempt begins. */
  readonly tells: readonly NoticeKind[];
  /** Whether what may have arrived is sent again. */
  readonly atLeastOnce: boolean;
  /** How long a notice is tried for, from when it was to be sent. */
  readonly maxAgeMs: number;
  /** For how many approvals it sends at a time. */
  readonly workers: number;
  /** How many messages of one approval are sent at once; 1 when absent. */
  readonly batch?: number;
  /** Whom it tells of this approval, in an order that never changes; none when it has nothing to do with it. */
  readonly findRecipients: (approval: Pick<ApprovalTask, "metadata" | "spec">) => readonly Recipient[];
  /** False for what it does not tell after all, as only the message shows; absent: it tells all that is in `tells`. */
  readonly wants?: (message: Message) => boolean;
  /** Sends within `signal`. Never rejects. */
  readonly send: (message: Message, signal: AbortSignal) => Promise<Delivery>;
  readonly close: () => Promise<void>;
}
