import { isConflict, isNotFound } from "../kube/kube-error.ts";
import type { CallOptions, KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { ApprovalTask, RecordedVote } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import { refOf } from "../objects/ref-of.ts";
import type { Logger } from "../std/logger.ts";
import type { CastVoteError } from "./approvals.ts";
import { explainFailure, mayHaveTakenEffect, NOT_KNOWN } from "./not-recorded.ts";

export interface WriteVoteDependencies {
  readonly api: KubeApi;
  readonly logger: Logger;
  readonly write: CallOptions;
  /** How long looking for the vote may take when the answer to the write was lost. */
  readonly confirm: () => CallOptions;
}

export type WrittenVote =
  | { readonly kind: "recorded"; readonly approval: ApprovalTask }
  /** Somebody else wrote first, so it is certainly not recorded and may be tried again. */
  | { readonly kind: "overtaken" }
  | { readonly kind: "failed"; readonly error: CastVoteError };

/**
 * W6: vote, verdict and everything that follows from them, in one write guarded by `resourceVersion`. `next` is what
 * `addVote` made, so the vote is its last.
 */
export async function writeVote(deps: WriteVoteDependencies, next: ApprovalTask): Promise<WrittenVote> {
  try {
    return { kind: "recorded", approval: await deps.api.updateStatus(APPROVAL_TASKS, next, deps.write) };
  } catch (error) {
    // Not found: deleted since it was read.
    if (isConflict(error) || isNotFound(error)) return { kind: "overtaken" };
    const ref = refOf(next);
    if (!mayHaveTakenEffect(error)) {
      return { kind: "failed", error: explainFailure(error, { ref, logger: deps.logger }) };
    }
    deps.logger.warn(
      { ...ref, err: error },
      "the answer to a vote's write was lost; checking whether it was recorded",
    );
    return await confirmVote(deps, next);
  }
}

/** The answer to the write was lost: looks whether the vote is there. */
async function confirmVote(
  { api, logger, confirm }: WriteVoteDependencies,
  next: ApprovalTask,
): Promise<WrittenVote> {
  const ref = refOf(next);
  try {
    const now = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref, confirm());
    if (now !== undefined && hasVote(now, next)) return { kind: "recorded", approval: now };
    // What was written is guarded by the version that was read: it cannot take effect on another any more.
    if (now?.metadata.resourceVersion !== next.metadata.resourceVersion) return { kind: "overtaken" };
  } catch (error) {
    logger.warn({ ...ref, err: error }, "a vote could not be confirmed");
  }
  return { kind: "failed", error: NOT_KNOWN };
}

/** Whether the vote that ends the list of `next` is among those that have been written since. */
function hasVote(now: ApprovalTask, next: ApprovalTask): boolean {
  const votes = next.status?.votes ?? [];
  const vote = votes.at(-1);
  if (vote === undefined || now.metadata.uid !== next.metadata.uid) return false;
  return (now.status?.votes ?? []).slice(votes.length - 1).some((one) => isSameVote(one, vote));
}

function isSameVote(one: RecordedVote, other: RecordedVote): boolean {
  if (one.by !== other.by || one.issuer !== other.issuer || one.subject !== other.subject) return false;
  if (other.operation !== undefined) return one.operation === other.operation;
  return (
    one.decision === other.decision &&
    one.comment === other.comment &&
    one.time === other.time &&
    one.stage === other.stage &&
    one.attempt === other.attempt
  );
}
