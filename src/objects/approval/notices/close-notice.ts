import { formatTime } from "../../../std/clock.ts";
import { countStoredBytes } from "../../../std/stored-bytes.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { type Notice, NOTICE_BOUNDS, type NoticeRef } from "../notice.ts";
import type { EndedNotice, WithEnded } from "./ended-notice.ts";
import { toErrorLine } from "./error-line.ts";
import { foldEarlier } from "./fold-earlier.ts";
import { followDecision } from "./follow-decision.ts";
import { changeNotices, isSameNotice, moveNotice, refOfNotice } from "./change-notices.ts";

/** What became of a sending, and what that comes to. Reasons are one line without secrets. */
export type NoticeEnd =
  | { readonly kind: "accepted"; readonly reference?: string }
  /** Certainly not accepted, and tried again; not at all without a time. */
  | { readonly kind: "refused"; readonly reason: string; readonly nextTryMs?: number }
  /** It may have been accepted; tried again where there is a time, all the same. */
  | { readonly kind: "unclear"; readonly reason: string; readonly nextTryMs?: number };

export interface ClosedNotice {
  readonly notice: NoticeRef;
  /** By which it was sent. */
  readonly token: string;
  readonly end: NoticeEnd;
}

/**
 * The approval with what became of notices that were sent (W5; of outcomes, W9). Only whoever claimed one says what became
 * of it, also when that comes so late that others gave it up for unknown.
 */
export function closeNotices(
  approval: ApprovalTask,
  closed: readonly ClosedNotice[],
  nowMs: number,
): WithEnded {
  const ended: EndedNotice[] = [];
  const next = changeNotices(approval, (notice, kind, record) => {
    const ref = refOfNotice(record, kind, notice);
    // There may be an end of an earlier try, too, which is on record though nobody heard so.
    const one = closed.find(({ notice: of, token }) => isSameNotice(of, ref) && token === notice.claim);
    const mayEnd = notice.state === "sending" || notice.state === "unknown";
    if (one === undefined || !mayEnd) return notice;
    const after = endNotice(notice, one.end, nowMs);
    ended.push({ record, kind, notice: after });
    return after;
  });
  return { approval: ended.length === 0 ? approval : foldEarlier(followDecision(next, nowMs)), ended };
}

function endNotice(notice: Notice, end: NoticeEnd, nowMs: number): Notice {
  if (end.kind === "accepted") {
    const { reference } = end;
    // A part of one would be good for nothing.
    const isKept = reference !== undefined && countStoredBytes(reference) <= NOTICE_BOUNDS.reference;
    return moveNotice(notice, "sent", nowMs, isKept ? { reference } : {});
  }
  const error = toErrorLine(end.reason);
  if (end.nextTryMs !== undefined) return waitAgain(notice, { error, nextTryMs: end.nextTryMs }, nowMs);
  return moveNotice(notice, end.kind === "refused" ? "failed" : "unknown", nowMs, { error });
}

/** Not before `nextTryMs`: in whole seconds, rounded up. */
function waitAgain(
  notice: Notice,
  { error, nextTryMs }: { readonly error: string; readonly nextTryMs: number },
  nowMs: number,
): Notice {
  const nextTry = formatTime(Math.ceil(nextTryMs / 1_000) * 1_000);
  return moveNotice(notice, "waiting", nowMs, { error, nextTry });
}
