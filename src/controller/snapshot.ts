import type { ClosingReason } from "../objects/run/closing-reason.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";

/** All that is known about one name in one namespace, gathered before anything is decided. */
export interface Snapshot {
  /** The run of our kind; `undefined` when there is none, and when what is there is not ours. */
  readonly run: CustomRun | undefined;
  /** The approval opened for `run`, or, without a run, for one that is gone or not ours any more. */
  readonly approval: ApprovalTask | undefined;
  /** An ApprovalTask of that name which was not opened for `run`. */
  readonly stranger: ApprovalTask | undefined;
  /** Why nobody needs to answer any more; `undefined` while the run waits. */
  readonly closing: ClosingReason | undefined;
  /** True when run and ApprovalTask were just read from the API server; else they are from caches, which may be late. */
  readonly live: boolean;
  /** True when this very reconcile told the run that it waits (W1): it exists, and nobody was asked for it before. */
  readonly toldNow: boolean;
}
