import type { ApprovalTask } from "../approval-task.ts";
import type { Notice, NoticeKind, NoticeRecord } from "../notice.ts";

/** One that has come to another state by what became of it, or by time: for counts and Events. */
export interface EndedNotice {
  readonly record: NoticeRecord;
  readonly kind: NoticeKind;
  /** As it is now; `waiting`: it was refused, and is tried again. */
  readonly notice: Notice;
}

/** An approval with notices that ended, and which they are. */
export interface WithEnded {
  readonly approval: ApprovalTask;
  readonly ended: readonly EndedNotice[];
}
