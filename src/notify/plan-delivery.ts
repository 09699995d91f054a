// What is to be written before anything is sent on a channel: pure, so that what may be sent when is shown by tests.
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { NoticeRecord, NoticeRef } from "../objects/approval/notice.ts";
import { asksPeople } from "../objects/approval/notices/asks-people.ts";
import { claimNotices } from "../objects/approval/notices/claim-notices.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import { findEnds, listWaiting, type OpenNotice } from "../objects/approval/notices/list-due.ts";
import { settleNotices, type SettleRules } from "../objects/approval/notices/settle-notices.ts";
import { skipNotices } from "../objects/approval/notices/skip-notices.ts";
import { parseTime } from "../std/clock.ts";
import type { Channel } from "./channel.ts";

export interface DeliveryContext {
  readonly nowMs: number;
  readonly whose: SettleRules["whose"];
  /** A token for what is claimed. */
  readonly token: string;
  readonly isRunOver: boolean;
  /** Whether it is known until when people can vote; see `KnownLimits`. */
  readonly areLimitsSettled: boolean;
  /** Whether the channel tells this one after all. */
  readonly wants: (approval: ApprovalTask, record: NoticeRecord, notice: NoticeRef) => boolean;
}

export interface DeliveryPlan {
  /** To be written first; absent: nothing is to be written, and so nothing sent. */
  readonly next?: ApprovalTask;
  /** To be sent once `next` is written. */
  readonly claimed: readonly NoticeRef[];
  /** What `next` says of those that time has ended. */
  readonly ended: readonly EndedNotice[];
  /** When to look again by itself, in milliseconds since the epoch. */
  readonly lookAtMs?: number;
}

/** So long people are not asked yet while it is not known how long they have, and so often that is looked at. */
const SETTLED_WITHIN_MS = 5_000;
const SETTLED_LOOK_MS = 500;

/** What to write, send, or wait for on one channel of one approval. */
export function planDelivery(
  approval: ApprovalTask,
  channel: Channel,
  context: DeliveryContext,
): DeliveryPlan {
  const { id, maxAgeMs, batch = 1 } = channel;
  const { nowMs, token, whose } = context;
  const rules = { channel: id, maxAgeMs, atLeastOnce: channel.atLeastOnce, whose };
  const { approval: settled, ended } = settleNotices(approval, rules, nowMs);
  const waiting = maySend(settled, context) ? listWaiting(settled, id) : [];
  const isEarly = isTooEarly(settled, context);
  const mayAsk = waiting.length > 0 && isAskable(settled, nowMs);
  const isDue = (one: OpenNotice): boolean =>
    (one.dueMs <= nowMs || isPutOffWrongly(one, nowMs)) &&
    (mayAsk || !asks(one)) &&
    !(isEarly && one.notice.kind === "request");
  const { wanted = [], unwanted = [] } = Object.groupBy(waiting.filter(isDue), ({ notice, record }) =>
    context.wants(settled, record, notice) ? "wanted" : "unwanted",
  );
  const claimed = wanted.slice(0, batch).map(({ notice }) => notice);
  const skipped = unwanted.map(({ notice }) => notice);
  const next = claimNotices(skipNotices(settled, skipped, nowMs), { token, notices: claimed }, nowMs);
  // What is due by now is done, or waits for something else to change.
  const looks = isEarly && waiting.length > 0 ? [nowMs + SETTLED_LOOK_MS] : [];
  const times = [...looks, ...waiting.map(({ dueMs }) => dueMs), ...findEnds(next, id, maxAgeMs)].filter(
    (timeMs) => timeMs > nowMs,
  );
  return {
    ...(next !== approval && { next }),
    claimed,
    ended,
    ...(times.length > 0 && { lookAtMs: Math.min(...times) }),
  };
}

/** The end of a run comes before any message of it. */
function maySend({ status }: ApprovalTask, { isRunOver }: DeliveryContext): boolean {
  return status?.decision === undefined || isRunOver;
}

/** Tekton names a run in its pipeline run a moment after it has made it. A clock that was set back holds nothing up. */
function isTooEarly({ status }: ApprovalTask, { areLimitsSettled, nowMs }: DeliveryContext): boolean {
  const openedMs = parseTime(status?.startTime) ?? 0;
  return !areLimitsSettled && Math.abs(nowMs - openedMs) < SETTLED_WITHIN_MS;
}

/** Clocks of two replicas differ by less. */
const FAR_AHEAD_MS = 60_000;

/** By a clock that was far ahead: its pause may last for days. */
function isPutOffWrongly({ record, notice: { kind } }: OpenNotice, nowMs: number): boolean {
  return (parseTime(record[kind]?.time) ?? 0) > nowMs + FAR_AHEAD_MS;
}

function asks({ notice: { kind }, record }: OpenNotice): boolean {
  if (!asksPeople(record)) return false;
  return kind === "request" || kind === "secondStep";
}

/** Nobody is asked for a vote that would not be taken, though that is not on record yet. */
function isAskable(approval: ApprovalTask, nowMs: number): boolean {
  return !isBeingDeleted(approval) && judgeApproval(approval, nowMs).state === "pending";
}
