// What people and programs were told of an approval, as recorded in its status.

/** What there is to tell. Of `voted`, the round is the number of the vote, from 1. */
export const NOTICE_KINDS = ["request", "secondStep", "voted", "outcome"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * `waiting`: not sent yet, or refused and to be tried again. `sending`: claimed by whoever sends it. `sent`: accepted.
 * `failed`: given up, certainly not accepted. `unknown`: it may have arrived, and is not repeated. `skipped`: no longer
 * worth sending, or there is no such channel.
 */
export const NOTICE_STATES = ["waiting", "sending", "sent", "failed", "unknown", "skipped"] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** Lengths in characters; of what others wrote (`error`, `reference`, `askedBy`), bytes as stored. */
export const NOTICE_BOUNDS = {
  /** Of one attempt: more pairs of channel and recipient are refused when it opens. */
  records: 200,
  /** Of attempts before, whose last message is still being sent. */
  earlier: 20,
  channel: 80,
  /** An e-mail address (RFC 5321 §4.5.3.1.3). */
  recipient: 254,
  error: 200,
  reference: 200,
  claim: 64,
  askedBy: 120,
} as const;

/** One message: its key is UID, attempt, kind, channel, recipient and round. Times are whole seconds, RFC 3339. */
export interface Notice {
  readonly state: NoticeState;
  /** From 1; sent again by somebody's will, it rises. */
  readonly round: number;
  /** How often it was tried to send. */
  readonly tries: number;
  /** When it came to this state. */
  readonly time: string;
  /** When it was first to be sent, in this round: what its age is counted from. */
  readonly since: string;
  /** Not to be tried before; only of one that waits. */
  readonly nextTry?: string;
  /** Why the last try failed, or why there was none: one line without secrets. */
  readonly error?: string;
  /** Who sends it, while it is `sending`. */
  readonly claim?: string;
  /** What the channel needs to bring the message up to date. */
  readonly reference?: string;
  /** Who had it sent again. */
  readonly askedBy?: string;
  /** Of `voted`: how many of the rounds before failed, or may not have arrived. */
  readonly lost?: number;
}

/** What one recipient on one channel was told of one attempt. */
export interface NoticeRecord extends Partial<Readonly<Record<NoticeKind, Notice>>> {
  readonly attempt: number;
  /** `mail`, `slack/REFERENCE`, `teams/REFERENCE`, `webhook/ID`. */
  readonly channel: string;
  /** An e-mail address; absent where the channel itself is the recipient. */
  readonly recipient?: string;
  /** Positions, from 0, of the assignees who are told by it; absent: all of them. */
  readonly assignees?: readonly number[];
  /** What is told here, as it was set when the attempt began. */
  readonly tells: readonly NoticeKind[];
}

/** How many notices of earlier attempts came to which end. */
export type EarlierNotices = Readonly<Record<Exclude<NoticeState, "waiting" | "sending"> | "lost", number>>;

/** Which notice of an approval: with its UID, what a message is known by. */
export interface NoticeRef extends Pick<NoticeRecord, "attempt" | "channel" | "recipient"> {
  readonly kind: NoticeKind;
  readonly round: number;
}
