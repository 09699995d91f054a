import { parseTime } from "../../../std/clock.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { type Notice, NOTICE_KINDS, type NoticeRecord, type NoticeRef } from "../notice.ts";
import { CLAIM_MS, endOf } from "./settle-notices.ts";
import { asksPeople } from "./asks-people.ts";
import { isOpen, refOfNotice } from "./change-notices.ts";

/** One that is not over, and from when on something is to be done about it: milliseconds since the epoch. */
export interface OpenNotice {
  readonly notice: NoticeRef;
  readonly record: NoticeRecord;
  readonly dueMs: number;
}

/** What waits to be sent on a channel: requests first, and of the same kind in the order of the records. */
export function listWaiting(approval: ApprovalTask, channel: string): readonly OpenNotice[] {
  const records = approval.status?.notices?.filter((record) => record.channel === channel) ?? [];
  return NOTICE_KINDS.flatMap((kind) =>
    records.flatMap((record) => {
      const notice = record[kind];
      if (notice?.state !== "waiting" || isAheadOfRequest(record, notice)) return [];
      return [{ notice: refOfNotice(record, kind, notice), record, dueMs: parseTime(notice.nextTry) ?? 0 }];
    }),
  );
}

/** What follows the request is told once it is known what became of that. Programs hear of nothing before the request. */
function isAheadOfRequest(record: NoticeRecord, notice: Notice): boolean {
  const { request } = record;
  if (request === undefined || notice === request) return false;
  return asksPeople(record) ? request.state === "sending" : isOpen(request);
}

/** When somebody's claim on this channel ends, and when what waits on it is too old; in milliseconds since the epoch. */
export function findEnds(approval: ApprovalTask, channel: string, maxAgeMs: number): readonly number[] {
  const records = approval.status?.notices?.filter((record) => record.channel === channel) ?? [];
  return records.flatMap((record) =>
    NOTICE_KINDS.flatMap((kind) => {
      const notice = record[kind];
      if (notice?.state === "sending") return [(parseTime(notice.time) ?? 0) + CLAIM_MS];
      return notice?.state === "waiting" ? [endOf(notice, maxAgeMs)] : [];
    }),
  );
}

/** How many are not over, by channel. */
export function countOpen(approval: Pick<ApprovalTask, "status">): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const record of approval.status?.notices ?? []) {
    const open = NOTICE_KINDS.filter((kind) => record[kind] !== undefined && isOpen(record[kind])).length;
    if (open > 0) counts.set(record.channel, (counts.get(record.channel) ?? 0) + open);
  }
  return counts;
}
