import { isConflict, isNotFound } from "../kube/kube-error.ts";
import type { CallOptions, KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import { refOf } from "../objects/ref-of.ts";
import type { Logger } from "../std/logger.ts";
import type { RecordError } from "./approvals.ts";
import { type ChangeName, explainFailure, mayHaveTakenEffect, notKnown } from "./not-recorded.ts";

export interface WriteStatusDependencies {
  readonly api: KubeApi;
  readonly logger: Logger;
  readonly write: CallOptions;
  /** How long looking for it may take when the answer to the write was lost. */
  readonly confirm: () => CallOptions;
  readonly what: ChangeName;
  /** Whether what `next` brings is in the approval as it is now. */
  readonly isIn: (now: ApprovalTask, next: ApprovalTask) => boolean;
}

export type WrittenStatus =
  | { readonly kind: "recorded"; readonly approval: ApprovalTask }
  /** Somebody else wrote first, so it is certainly not recorded and may be tried again. */
  | { readonly kind: "overtaken" }
  | { readonly kind: "failed"; readonly error: RecordError };

/** W6: a vote or a cancel, the verdict and everything that follows from it, in one write guarded by `resourceVersion`. */
export async function writeStatus(deps: WriteStatusDependencies, next: ApprovalTask): Promise<WrittenStatus> {
  const { logger, what } = deps;
  try {
    const approval = await deps.api.updateStatus(APPROVAL_TASKS, next, deps.write);
    if (deps.isIn(approval, next)) return { kind: "recorded", approval };
    logger.error(
      refOf(next),
      `the API server answered a ${what}'s write without the ${what}: does a webhook change ApprovalTasks?`,
    );
    return { kind: "failed", error: notKnown(what, "The cluster's API server answered without it.") };
  } catch (error) {
    // Not found: deleted since it was read.
    if (isConflict(error) || isNotFound(error)) return { kind: "overtaken" };
    const ref = refOf(next);
    if (!mayHaveTakenEffect(error)) {
      return { kind: "failed", error: explainFailure(error, { ref, logger, what }) };
    }
    logger.warn(
      { ...ref, err: error },
      `the answer to a ${what}'s write was lost; checking whether it was recorded`,
    );
    return await confirmWrite(deps, next);
  }
}

/** The answer to the write was lost: looks whether it is there. */
async function confirmWrite(
  { api, logger, confirm, what, isIn }: WriteStatusDependencies,
  next: ApprovalTask,
): Promise<WrittenStatus> {
  const ref = refOf(next);
  try {
    const now = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref, confirm());
    if (now !== undefined && now.metadata.uid === next.metadata.uid && isIn(now, next)) {
      return { kind: "recorded", approval: now };
    }
    // What was written is guarded by the version that was read: it cannot take effect on another any more.
    if (now?.metadata.resourceVersion !== next.metadata.resourceVersion) return { kind: "overtaken" };
  } catch (error) {
    logger.warn({ ...ref, err: error }, `a ${what} could not be confirmed`);
  }
  return { kind: "failed", error: notKnown(what) };
}
