import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Deadline } from "../objects/approval/judge-deadline.ts";

export interface ApprovalName {
  readonly namespace: string;
  readonly name: string;
}

export function keyOf({ namespace, name }: ApprovalName): string {
  return `${namespace}/${name}`;
}

/** How long people have, by what is known of the pipeline run that asks. */
export interface KnownLimits {
  /** False while the pipeline run does not name the run as its own yet, which takes Tekton a moment. */
  readonly areSettled: boolean;
  /** Absent: nothing ends it, as far as is known. */
  readonly deadline?: Deadline;
}

/** Where approvals are kept, as far as sending needs to know. */
export interface NoticeStore {
  /** As it is known here, which may be late; undefined when there is none. */
  readonly find: (ref: ApprovalName) => ApprovalTask | undefined;
  /** As it is; undefined when it is gone. */
  readonly read: (ref: ApprovalName) => Promise<ApprovalTask | undefined>;
  /**
   * Writes the status over that very version. Undefined: certainly not written, since somebody else wrote first or it is
   * gone. Rejects when it may or may not be written.
   */
  readonly write: (approval: ApprovalTask) => Promise<ApprovalTask | undefined>;
  /** Whether the run that asks is over, or gone: people and pipelines wait for its end, and come before any message. */
  readonly isRunOver: (approval: ApprovalTask) => boolean;
  readonly findLimits: (approval: ApprovalTask) => KnownLimits;
}
