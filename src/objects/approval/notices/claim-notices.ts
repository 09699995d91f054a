import type { ApprovalTask } from "../approval-task.ts";
import type { NoticeRef } from "../notice.ts";
import { changeNotices, isSameNotice, moveNotice, refOfNotice } from "./change-notices.ts";

/** Who sends. `token` names this sending and no other. */
export interface Claim {
  readonly token: string;
  readonly notices: readonly NoticeRef[];
}

/** The approval with notices claimed before they are sent (W4): whoever's write is taken may send them, and nobody else. */
export function claimNotices(approval: ApprovalTask, { token, notices }: Claim, nowMs: number): ApprovalTask {
  return changeNotices(approval, (notice, kind, record) => {
    const isClaimed = notices.some((ref) => isSameNotice(ref, refOfNotice(record, kind, notice)));
    if (!isClaimed || notice.state !== "waiting") return notice;
    const tries = notice.tries + 1;
    return { ...moveNotice(notice, "sending", nowMs, { claim: token }), tries };
  });
}
