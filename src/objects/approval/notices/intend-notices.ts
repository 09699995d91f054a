import type { ApprovalTask } from "../approval-task.ts";
import type { NoticeRecord } from "../notice.ts";
import { toErrorLine } from "./error-line.ts";
import { foldEarlier } from "./fold-earlier.ts";
import { beginNotice, moveNotice } from "./change-notices.ts";
import type { Telling } from "./telling.ts";

/**
 * The approval with what is to be told of the attempt that begins: its requests wait. What is left of attempts before is
 * counted. Without anything to tell, or to count, the very same approval.
 */
export function intendNotices<A extends Pick<ApprovalTask, "spec" | "status">>(
  approval: A,
  tellings: readonly Telling[],
  nowMs: number,
): A {
  const begun = foldEarlier(approval);
  if (tellings.length === 0) return begun;
  const { attempt = 1, notices = [] } = begun.status ?? {};
  const records = tellings.map((telling) => toRecord(telling, attempt, nowMs));
  return { ...begun, status: { ...begun.status, notices: [...notices, ...records] } };
}

function toRecord(
  { fault, parameter: _parameter, ...told }: Telling,
  attempt: number,
  nowMs: number,
): NoticeRecord {
  const record = { attempt, ...told };
  if (fault !== undefined) {
    const error = toErrorLine(fault);
    return { ...record, request: moveNotice(beginNotice(nowMs), "skipped", nowMs, { error }) };
  }
  return told.tells.includes("request") ? { ...record, request: beginNotice(nowMs) } : record;
}
