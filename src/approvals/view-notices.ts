// What became of the messages of an approval, as far as one viewer may see.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import {
  type EarlierNotices,
  NOTICE_KINDS,
  type Notice,
  type NoticeRecord,
} from "../objects/approval/notice.ts";
import { asksPeople } from "../objects/approval/notices/asks-people.ts";
import { refOfNotice } from "../objects/approval/notices/change-notices.ts";
import { keyOfNotice } from "../objects/approval/notices/key-of-notice.ts";
import { listTold } from "../objects/approval/notices/list-told.ts";
import type { Sight } from "./access/sight.ts";
import type { NoticeView } from "./approval-view.ts";

export type NoticeSight = Pick<Sight, "administers" | "seesAddress">;

/** Those of this attempt. What programs are told is for admins: people who are asked know nothing of them. */
export function viewNotices(approval: ApprovalTask, sight: NoticeSight): readonly NoticeView[] {
  const { attempt = 1, notices = [] } = approval.status ?? {};
  return notices
    .filter((record) => record.attempt === attempt && (sight.administers || asksPeople(record)))
    .flatMap((record) => viewRecord(approval, record, sight));
}

/** How those of earlier attempts ended, of all channels together: for admins, who see what programs are told. */
export function viewEarlierNotices(
  { status }: ApprovalTask,
  { administers }: Pick<NoticeSight, "administers">,
): EarlierNotices | null {
  const counts = status?.earlierNotices;
  if (!administers || counts === undefined) return null;
  return Object.values(counts).some((count) => count > 0) ? counts : null;
}

function viewRecord(approval: ApprovalTask, record: NoticeRecord, sight: NoticeSight): readonly NoticeView[] {
  const to = listTold(approval.spec, record);
  const { channel, recipient } = record;
  const seesAll = recipient === undefined ? sight.administers : sight.seesAddress({ recipient, to });
  // The request is no secret of those who see it.
  const isNamed = to.some(({ kind, name }) => kind === "user" && name === recipient);
  const shown = { channel, to, recipient: seesAll || isNamed ? (recipient ?? null) : null };
  return NOTICE_KINDS.flatMap((kind) => {
    const notice = record[kind];
    if (notice === undefined) return [];
    const uid = approval.metadata.uid ?? "";
    const key = sight.administers ? keyOfNotice(uid, refOfNotice(record, kind, notice)) : null;
    const error = seesAll || isOwnReason(record, notice) ? (notice.error ?? null) : null;
    return [{ kind, ...shown, ...viewState(notice), error, key }];
  });
}

/** What another server said may tell of addresses and hosts; why a channel that the pipeline names was never tried does not. */
function isOwnReason({ channel }: NoticeRecord, { tries }: Notice): boolean {
  return tries === 0 && /^(?:slack|teams)\//u.test(channel);
}

function viewState({ state, round, tries, time, nextTry, askedBy, lost = 0 }: Notice) {
  return { state, round, tries, time, nextTry: nextTry ?? null, askedBy: askedBy ?? null, lost };
}
