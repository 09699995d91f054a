import type { ApprovalStatus, ApprovalTask } from "../approval-task.ts";
import {
  type EarlierNotices,
  type Notice,
  NOTICE_BOUNDS,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeRecord,
} from "../notice.ts";

type Counts = { -readonly [End in keyof EarlierNotices]: number };
type Votes = NonNullable<ApprovalStatus["votes"]>;

/**
 * The approval with the notices of earlier attempts counted instead of kept: what waits is skipped. One that is being sent
 * stays until it is known what became of it; of very many, the first. With nothing to count, the very same approval.
 */
export function foldEarlier<A extends Pick<ApprovalTask, "status">>(approval: A): A {
  const { attempt = 1, notices = [], votes = [], earlierNotices } = approval.status ?? {};
  const earlier = notices.filter((record) => record.attempt !== attempt);
  const kept = earlier.map(keepSending).filter(hasNotices).slice(0, NOTICE_BOUNDS.earlier);
  const counts: Counts = { sent: 0, failed: 0, unknown: 0, skipped: 0, lost: 0, ...earlierNotices };
  for (const record of earlier) {
    const isKept = kept.some((one) => isSameRecord(one, record));
    for (const kind of NOTICE_KINDS) countNotice(counts, { record, kind, votes, isKept });
  }
  if (earlier.length === 0 || (kept.length === earlier.length && isSame(counts, earlierNotices))) {
    return approval;
  }
  const current = notices.filter((record) => record.attempt === attempt);
  return {
    ...approval,
    status: { ...approval.status, notices: [...kept, ...current], earlierNotices: counts },
  };
}

function keepSending(record: NoticeRecord): NoticeRecord {
  const { request: _1, secondStep: _2, voted: _3, outcome: _4, ...rest } = record;
  const sending = NOTICE_KINDS.flatMap((kind) => (isSending(record[kind]) ? [[kind, record[kind]]] : []));
  return { ...rest, ...Object.fromEntries(sending) };
}

function isSending(notice: Notice | undefined): boolean {
  return notice?.state === "sending";
}

function hasNotices(record: NoticeRecord): boolean {
  return NOTICE_KINDS.some((kind) => record[kind] !== undefined);
}

function isSameRecord(one: NoticeRecord, other: NoticeRecord): boolean {
  return one.attempt === other.attempt && one.channel === other.channel && one.recipient === other.recipient;
}

interface Counted {
  readonly record: NoticeRecord;
  readonly kind: NoticeKind;
  readonly votes: Votes;
  /** Whether what is being sent stays. */
  readonly isKept: boolean;
}

function countNotice(counts: Counts, counted: Counted): void {
  const { record, kind, isKept } = counted;
  const notice = record[kind];
  if (isSending(notice) && isKept) return;
  if (notice !== undefined) counts[endOf(notice)] += 1;
  if (kind === "voted" && record.tells.includes("voted")) countVotes(counts, counted);
}

function endOf({ state }: Notice): Exclude<keyof Counts, "lost"> {
  if (state === "waiting") return "skipped";
  return state === "sending" ? "unknown" : state;
}

/** The votes that were told of before the last one, and those that were to be told of after it. */
function countVotes(counts: Counts, { record: { attempt, voted }, votes }: Counted): void {
  const first = votes.findIndex((vote) => vote.attempt === attempt);
  if (first < 0) return;
  const end = votes.findLastIndex((vote) => vote.attempt === attempt) + 1;
  const round = voted?.round ?? first;
  const before = voted === undefined ? 0 : voted.round - 1 - first;
  const lost = voted?.lost ?? 0;
  counts.lost += lost;
  counts.sent += before - lost;
  counts.skipped += end - round;
}

function isSame(counts: Counts, before: EarlierNotices | undefined): boolean {
  return (
    before !== undefined &&
    Object.entries(before).every(([end, count]) => counts[end as keyof Counts] === count)
  );
}
