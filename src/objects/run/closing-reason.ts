import { describeCancelled } from "../../decision/describe-verdict.ts";
import type { CancelReason } from "../../decision/verdict.ts";
import { isBeingDeleted } from "../being-deleted.ts";
import type { CustomRun } from "./custom-run.ts";
import { isApprovalRun } from "../dialects/find-dialect.ts";
import { isRunDone } from "./run-status.ts";

/** Why a run no longer needs an answer, and what Tekton or a person said about it. */
export interface ClosingReason {
  readonly reason: CancelReason;
  readonly detail?: string;
}

const RUN_CANCELLED = "RunCancelled";

/** What Tekton says to a run when the time of its PipelineRun, or of this part of it, is up (contract C47). */
const TIME_WAS_UP = "CustomRun cancelled as the PipelineRun it belongs to has timed out.";

/**
 * Why nobody needs to answer for this run any more, as far as the run itself tells; `undefined` while it waits.
 * `run` is `undefined` when it is gone.
 */
export function closingReasonOf(run: CustomRun | undefined): ClosingReason | undefined {
  if (run === undefined || isBeingDeleted(run)) return { reason: "RunDeleted" };
  if (!isApprovalRun(run)) return { reason: "RunNotOurs" };
  if (isRunDone(run)) return { reason: "RunEnded" };
  if (run.spec?.status !== RUN_CANCELLED) return undefined;
  const statusMessage: unknown = run.spec.statusMessage;
  if (statusMessage === TIME_WAS_UP) return { reason: "PipelineRunTimedOut" };
  return { reason: "RunCancelled", ...(typeof statusMessage === "string" ? { detail: statusMessage } : {}) };
}

/** The sentence for people, with what was said about it. */
export function explainClosing({ reason, detail }: ClosingReason): string {
  return [describeCancelled(reason), detail].filter((text) => text !== undefined).join(" ");
}
