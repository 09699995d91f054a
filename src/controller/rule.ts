import { approvalUrl } from "../objects/approval/approval-url.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { FindTellings } from "../objects/approval/notices/telling.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import type { RunOutcome } from "../objects/run/run-outcome.ts";
import { buildRunStatus, isRunDone } from "../objects/run/run-status.ts";
import type { ReadParameters } from "./parameter-reader.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

export interface PlanContext {
  readonly nowMs: number;
  readonly baseUrl: string;
  readonly readParameters: ReadParameters;
  /** Set when the controller looks at this name for the first time since it began to work. */
  readonly isFirstLook?: true;
  /** Set when the API server has just refused to keep earlier attempts in the run. */
  readonly isArchiveRefused?: true;
  /** Who is told of approvals; nobody when absent. */
  readonly telling?: TellingRules;
}

export interface TellingRules {
  readonly find: FindTellings;
  /** Whether a run fails that names a channel which is not there. */
  readonly strict: boolean;
}

/** One reason to write; `undefined` when it finds nothing. */
export type Rule<S extends Snapshot> = (snapshot: S, context: PlanContext) => Step | undefined;
export type WithApproval = Snapshot & { readonly approval: ApprovalTask };
export type RunWrite = Extract<Step, { readonly kind: "writeRunStatus" }>;
export type WithoutApproval = Snapshot & { readonly run: CustomRun };

/** Ended, or on its way out: nobody is asked for it any more (contract C32, C38e). */
export function isOver(run: CustomRun): boolean {
  return isRunDone(run) || isBeingDeleted(run);
}

export function urlOf({ metadata }: CustomRun, baseUrl: string): string {
  return approvalUrl(baseUrl, metadata);
}

export function writeRun(run: CustomRun, outcome: RunOutcome, { nowMs }: PlanContext): RunWrite {
  return { kind: "writeRunStatus", run: { ...run, status: buildRunStatus(run, outcome, nowMs) } };
}
