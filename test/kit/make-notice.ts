// What was told of an approval, as its status records it.
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { Notice, NoticeKind, NoticeRecord } from "../../src/objects/approval/notice.ts";
import { refOfNotice } from "../../src/objects/approval/notices/change-notices.ts";
import { keyOfNotice } from "../../src/objects/approval/notices/key-of-notice.ts";

/** One message that was sent at the first try; give what differs. */
export function makeNotice(changes: Partial<Notice> = {}): Notice {
  const time = "2026-11-24T13:44:33Z";
  return { state: "sent", round: 1, tries: 1, time, since: time, ...changes };
}

/** A mail of the first attempt that asked; give what differs. */
export function makeNoticeRecord(changes: Partial<NoticeRecord> = {}): NoticeRecord {
  const asked = changes.voted ?? changes.outcome ?? changes.secondStep;
  return {
    attempt: 1,
    channel: "mail",
    tells: ["request", "secondStep", "outcome"],
    ...(asked === undefined && { request: makeNotice() }),
    ...changes,
  };
}

/** By which an admin names one of an approval's first record. Throws where that has none of this kind. */
export function keyOfFirst({ metadata, status }: ApprovalTask, kind: NoticeKind): string {
  const [record] = status?.notices ?? [];
  const notice = record?.[kind];
  if (record === undefined || notice === undefined) throw new Error(`nobody is told a ${kind}`);
  return keyOfNotice(metadata.uid ?? "", refOfNotice(record, kind, notice));
}
