// What every transition of notices is made of: one notice replaced, the rest as it was.
import { formatTime } from "../../../std/clock.ts";
import type { ApprovalTask } from "../approval-task.ts";
import {
  type Notice,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeRecord,
  type NoticeRef,
  type NoticeState,
} from "../notice.ts";

type ChangeNotice = (notice: Notice, kind: NoticeKind, record: NoticeRecord) => Notice;

/** The approval with each notice as `change` has it; the very same when none is another. */
export function changeNotices(approval: ApprovalTask, change: ChangeNotice): ApprovalTask {
  const { notices = [] } = approval.status ?? {};
  const changed = notices.map((record) => changeRecord(record, change));
  if (changed.every((record, index) => record === notices[index])) return approval;
  return { ...approval, status: { ...approval.status, notices: changed } };
}

function changeRecord(record: NoticeRecord, change: ChangeNotice): NoticeRecord {
  return NOTICE_KINDS.reduce((changed, kind) => {
    const notice = record[kind];
    const next = notice && change(notice, kind, record);
    return next === notice ? changed : { ...changed, [kind]: next };
  }, record);
}

/** What belongs to one state alone. */
type OfState = Pick<Notice, "nextTry" | "error" | "claim" | "reference">;

/** The notice in another state: what belonged to the one before goes. */
export function moveNotice(
  { round, tries, since, askedBy, lost }: Notice,
  state: NoticeState,
  nowMs: number,
  ofState: OfState = {},
): Notice {
  return {
    state,
    round,
    tries,
    time: formatTime(nowMs),
    since,
    ...(askedBy !== undefined && { askedBy }),
    ...(lost !== undefined && { lost }),
    ...ofState,
  };
}

/** One that is to be sent for the first time. `since` is when that was: RFC 3339. */
export function beginNotice(nowMs: number, since = formatTime(nowMs)): Notice {
  return { state: "waiting", round: 1, tries: 0, time: formatTime(nowMs), since };
}

export function isOpen({ state }: Notice): boolean {
  return state === "waiting" || state === "sending";
}

export function isSameNotice(one: NoticeRef, other: NoticeRef): boolean {
  return (
    one.attempt === other.attempt &&
    one.channel === other.channel &&
    one.recipient === other.recipient &&
    one.kind === other.kind &&
    one.round === other.round
  );
}

export function refOfNotice(record: NoticeRecord, kind: NoticeKind, { round }: Notice): NoticeRef {
  const { attempt, channel, recipient } = record;
  return { attempt, channel, ...(recipient !== undefined && { recipient }), kind, round };
}
