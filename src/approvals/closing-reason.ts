import { describeCancelled } from "../decision/describe-verdict.ts";
import type { CancelReason } from "../decision/verdict.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isApprovalRun } from "../objects/run/is-approval-run.ts";
import { isRunDone } from "../objects/run/run-status.ts";

/** Why a run no longer needs an answer, and what Tekton or a person said about it. */
export interface ClosingReason {
  readonly reason: CancelReason;
  readonly detail?: string;
}

const RUN_CANCELLED = "RunCancelled";

/**
 * Why nobody needs to answer for this run any more, as far as the run itself tells; `undefined` while it waits.
 * `run` is `undefined` when it is gone.
 */
export function closingReasonOf(run: CustomRun | undefined): ClosingReason | undefined {
  if (run === undefined || run.metadata.deletionTimestamp !== undefined) return { reason: "RunDeleted" };
  if (!isApprovalRun(run)) return { reason: "RunNotOurs" };
  if (isRunDone(run)) return { reason: "RunEnded" };
  if (run.spec?.status !== RUN_CANCELLED) return undefined;
  const statusMessage: unknown = run.spec.statusMessage;
  return { reason: "RunCancelled", ...(typeof statusMessage === "string" ? { detail: statusMessage } : {}) };
}

/** The sentence for people, with what was said about it. */
export function explainClosing({ reason, detail }: ClosingReason): string {
  return [describeCancelled(reason), detail].filter((text) => text !== undefined).join(" ");
}
