import type { ApprovalTask } from "../approval-task.ts";
import type { NoticeRef } from "../notice.ts";
import { changeNotices, isSameNotice, moveNotice, refOfNotice } from "./change-notices.ts";
import { foldEarlier } from "./fold-earlier.ts";
import { followDecision } from "./follow-decision.ts";

/** The approval without these notices, which wait and are not worth sending; `error` says why, where that is not plain. */
export function skipNotices(
  approval: ApprovalTask,
  notices: readonly NoticeRef[],
  nowMs: number,
  error?: string,
): ApprovalTask {
  const next = changeNotices(approval, (notice, kind, record) => {
    const isMeant = notices.some((ref) => isSameNotice(ref, refOfNotice(record, kind, notice)));
    if (!isMeant || notice.state !== "waiting") return notice;
    return moveNotice(notice, "skipped", nowMs, error === undefined ? {} : { error });
  });
  return next === approval ? approval : foldEarlier(followDecision(next, nowMs));
}
