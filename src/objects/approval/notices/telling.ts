import type { ApprovalTask } from "../approval-task.ts";
import type { NoticeRecord } from "../notice.ts";

/** Whom one channel tells of an approval, and what: a record before its attempt begins. */
export interface Telling extends Pick<NoticeRecord, "channel" | "recipient" | "assignees" | "tells"> {
  /** Why nobody can be told this way: one line that says what to do. */
  readonly fault?: string;
  /** Which parameter names a channel that is not there. */
  readonly parameter?: string;
}

/** All of them, in an order that does not change. */
export type FindTellings = (approval: Pick<ApprovalTask, "metadata" | "spec">) => readonly Telling[];
